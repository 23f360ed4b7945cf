// Runs a fuzz target without libFuzzer: on every file given, and on changed
// copies of each.
//
//   NAME_fuzz [--changes N] [--seconds S] FILE|FOLDER...
//
// Prints how many inputs were run. A crash or a sanitizer's report ends it; the
// input is then in crash-input in the current folder.
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/mutator.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
// There with a sanitizer only.
extern "C" void __sanitizer_set_death_callback(void (*callback)())
    __attribute__((weak));

namespace camglass {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct Options {
  uint64_t changes = 100;  // of each file
  double seconds = 0;      // go on changing for so long; 0: once
  std::vector<std::string> files;
};

std::vector<uint8_t> ReadAll(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void AddFiles(const std::string& path, std::vector<std::string>* files) {
  if (!fs::is_directory(path)) {
    files->push_back(path);
    return;
  }
  for (const auto& entry : fs::recursive_directory_iterator(path))
    if (entry.is_regular_file()) files->push_back(entry.path());
}

bool Parse(int argc, char** argv, Options* options) {
  for (int i = 1; i < argc; ++i) {
    const bool has_value = i + 1 < argc;
    if (std::strcmp(argv[i], "--changes") == 0 && has_value)
      options->changes = std::strtoull(argv[++i], nullptr, 10);
    else if (std::strcmp(argv[i], "--seconds") == 0 && has_value)
      options->seconds = std::strtod(argv[++i], nullptr);
    else if (fs::exists(argv[i]))
      AddFiles(argv[i], &options->files);
    else
      return false;
  }
  return !options->files.empty();
}

// What is being run, for the moment when it crashes.
const uint8_t* g_input = nullptr;
size_t g_input_size = 0;

// Only calls that are allowed in a signal handler.
void SaveInput() {
  const int fd = ::open("crash-input", O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (fd < 0) return;
  const ssize_t written = ::write(fd, g_input, g_input_size);
  static_cast<void>(written);  // nothing can be done about a full disk here
  ::close(fd);
}

void OnSignal(int signal) {
  SaveInput();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void SaveInputOnCrash() {
  if (__sanitizer_set_death_callback != nullptr)
    __sanitizer_set_death_callback(SaveInput);
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL})
    std::signal(signal, OnSignal);
}

void Run(const std::vector<uint8_t>& input) {
  g_input = input.data();
  g_input_size = input.size();
  LLVMFuzzerTestOneInput(input.data(), input.size());
}

uint64_t RunAll(const Options& options) {
  const auto end =
      Clock::now() + std::chrono::duration<double>(options.seconds);
  uint64_t runs = 0;
  uint64_t round = 0;
  do {
    for (size_t f = 0; f < options.files.size(); ++f) {
      const std::vector<uint8_t> original = ReadAll(options.files[f]);
      Run(original);
      Mutator mutator(round * options.files.size() + f + 1);
      for (uint64_t i = 0; i < options.changes; ++i)
        Run(mutator.Change(original));
      runs += 1 + options.changes;
    }
    ++round;
  } while (Clock::now() < end);
  return runs;
}

}  // namespace
}  // namespace camglass

int main(int argc, char** argv) {
  camglass::Options options;
  if (!camglass::Parse(argc, argv, &options)) {
    std::fprintf(stderr,
                 "usage: %s [--changes N] [--seconds S] FILE|FOLDER...\n",
                 argv[0]);
    return 2;
  }
  camglass::SaveInputOnCrash();
  const auto runs = static_cast<unsigned long long>(camglass::RunAll(options));
  std::printf("%llu inputs from %zu files, no crash\n", runs,
              options.files.size());
  return 0;
}
