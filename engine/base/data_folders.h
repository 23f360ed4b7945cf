// Where the files are that come with camglass: models and sample photographs.
// Page and fonts are not among them: the one is built in, the others are the
// system's.
#ifndef CAMGLASS_ENGINE_BASE_DATA_FOLDERS_H_
#define CAMGLASS_ENGINE_BASE_DATA_FOLDERS_H_

#include <string>
#include <vector>

namespace camglass {

enum class DataKind { kModels, kSamples };

// The folders that may hold such files, in this order; they need not exist.
// - A program that runs from its build tree has those of the sources. "Program"
//   is the shared library, where this code is part of one.
// - Any other has PREFIX/share/camglass of the tree that it lies in, so that an
//   installed tree may be moved, if that folder belongs to root or to whom the
//   program belongs and not everybody may write to it; then that of the prefix
//   that the build was configured for. It never looks into a build or source
//   tree: in a shared temporary folder others could have made one of that name.
std::vector<std::string> DataFolders(DataKind kind);

// The first such file that exists; empty where there is none.
std::string DataFile(DataKind kind, const std::string& name);

// What the build knows.
struct BuildPlaces {
  std::string build;   // its own folder
  std::string source;  // of the sources
  std::string data;    // share/camglass of the configured prefix
};

// The program or shared library that this code is part of.
std::string FileOfThisCode();

// DataFolders() for a program or shared library of this path.
std::vector<std::string> DataFoldersOf(const std::string& file,
                                       const BuildPlaces& places,
                                       DataKind kind);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_DATA_FOLDERS_H_
