// What each of the programs does first, before it opens anything.
#ifndef CAMGLASS_ENGINE_BASE_PROCESS_START_H_
#define CAMGLASS_ENGINE_BASE_PROCESS_START_H_

namespace camglass {

// Standard input, output and error that were closed are opened so that nothing
// else gets their numbers: reading the one and writing the other two fails
// (EBADF), and messages to the third go nowhere. A file that grows beyond a
// limit is told by write errors instead of SIGXFSZ. SIGINT, SIGTERM and SIGHUP
// remove the files of temporary_files.h, and write the text of signal_note.h,
// before they end the process as ever.
// Call it first in main(), with one thread.
void PrepareProcess();

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_PROCESS_START_H_
