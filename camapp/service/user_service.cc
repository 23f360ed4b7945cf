#include "camapp/service/user_service.h"

#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <system_error>
#include <vector>

#include "camapp/page/access_token.h"
#include "camapp/service/service_unit.h"
#include "engine/base/atomic_writer.h"
#include "engine/base/console.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

namespace fs = std::filesystem;

constexpr char kUnit[] = "camapp.service";

struct Places {
  fs::path unit;
  fs::path token;
};

StatusOr<Places> FindPlaces() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  fs::path folder;
  // The XDG specification has relative paths ignored.
  if (config != nullptr && *config == '/') {
    folder = config;
  } else if (home != nullptr && *home == '/') {
    folder = fs::path(home) / ".config";
  } else {
    return UsageError("there is no home folder for the service; set HOME");
  }
  return Places{folder / "systemd/user" / kUnit,
                folder / "camglass/page-token"};
}

Status WriteNew(const fs::path& path, const std::string& text, bool overwrite) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error)
    return IoError(path.parent_path().string() + ": " + error.message());
  auto writer = AtomicWriter::Start(path.string(), overwrite);
  if (!writer.ok()) return writer.status().WithContext(path.string());
  Status done = (*writer)->Write(std::as_bytes(std::span(text)));
  if (done.ok()) done = (*writer)->Commit();
  return done.ok() ? done : done.WithContext(path.string());
}

// Only the user's from its first byte on.
Status WriteToken(const fs::path& path) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::string token, NewAccessToken());
  const mode_t before = ::umask(077);
  const Status written = WriteNew(path, token + "\n", false);
  ::umask(before);
  return written;
}

bool IsOurs(const fs::path& unit) {
  std::ifstream file(unit, std::ios::binary);
  std::string first;
  std::getline(file, first);
  return first.find("camapp service install") != std::string::npos;
}

// The exit status; -1 where it could not be run.
int Run(std::vector<std::string> command) {
  std::vector<char*> words;
  for (std::string& word : command) words.push_back(word.data());
  words.push_back(nullptr);
  pid_t child = 0;
  if (::posix_spawnp(&child, words[0], nullptr, nullptr, words.data(),
                     environ) != 0)
    return -1;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int Systemctl(std::vector<std::string> words) {
  words.insert(words.begin(), {"systemctl", "--user", "--quiet"});
  return Run(std::move(words));
}

StatusOr<std::vector<std::string>> CommandOf(const ServiceOptions& options,
                                             const fs::path& token) {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (error) return IoError("/proc/self/exe: " + error.message());
  if (program.string().find_first_of("\"'\\") != std::string::npos)
    return UsageError(
        program.string() +
        ": systemd runs no program with a quote or a backslash in "
        "its path; move it");
  std::vector<std::string> command = {
      program.string(), "--serve", "127.0.0.1:" + std::to_string(options.port),
      "--token-file", token.string()};
  // Its working folder is not ours, and neither is its environment.
  if (!options.camera.empty()) {
    const bool is_path = options.camera.find('/') != std::string::npos;
    command.insert(command.end(),
                   {"--camera", is_path ? fs::absolute(options.camera).string()
                                        : options.camera});
  }
  if (!options.model.empty()) {
    CAMGLASS_ASSIGN_OR_RETURN(const std::string model,
                              FindModel(options.model, ModelFolders()));
    command.insert(command.end(), {"--model", fs::absolute(model).string()});
  }
  for (const std::string& word : command)
    if (std::any_of(word.begin(), word.end(), [](char c) {
          return static_cast<unsigned char>(c) < ' ' || c == 0x7f;
        }))
      return UsageError(
          "a file, model or camera with a control character in its name can't "
          "be written into a unit of systemd; give it another name");
  return command;
}

}  // namespace

Status InstallService(const ServiceOptions& options) {
  CAMGLASS_ASSIGN_OR_RETURN(const Places places, FindPlaces());
  std::error_code error;
  if (fs::exists(fs::symlink_status(places.unit, error)) &&
      !IsOurs(places.unit))
    return AlreadyExists(places.unit.string() +
                         " was not written by camapp, and stays; move it away "
                         "if you don't need it");
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<std::string> command,
                            CommandOf(options, places.token));
  if (!fs::exists(fs::symlink_status(places.token, error)))
    CAMGLASS_RETURN_IF_ERROR(WriteToken(places.token));
  CAMGLASS_ASSIGN_OR_RETURN(const std::string token,
                            ReadTokenFile(places.token.string()));
  CAMGLASS_RETURN_IF_ERROR(WriteNew(places.unit, ServiceUnit(command), true));
  Print("wrote %s\n", places.unit.string());
  // Enabled, and started with the new unit where an older one was running.
  if (Systemctl({"daemon-reload"}) != 0 || Systemctl({"enable", kUnit}) != 0 ||
      Systemctl({"restart", kUnit}) != 0)
    return Unavailable(
        "the service is written, but systemd did not start it; in a session of "
        "yours, run: systemctl --user daemon-reload && systemctl --user enable "
        "--now camapp.service");
  Print("the page is at http://127.0.0.1:%d/?token=%s\n", options.port, token);
  Print(
      "it runs while you are logged in; for always: loginctl enable-linger\n"
      "what it says: journalctl --user -u %s\n",
      kUnit);
  return Status();
}

Status RemoveService() {
  CAMGLASS_ASSIGN_OR_RETURN(const Places places, FindPlaces());
  std::error_code error;
  const bool there = fs::exists(fs::symlink_status(places.unit, error));
  if (there && !IsOurs(places.unit))
    return AlreadyExists(places.unit.string() +
                         " was not written by camapp, and stays");
  const bool stopped = !there || Systemctl({"disable", "--now", kUnit}) == 0;
  // The link is what enabling made; gone already where systemd has answered.
  for (const fs::path& path :
       {places.unit.parent_path() / "default.target.wants" / kUnit, places.unit,
        places.token}) {
    const bool removed = fs::remove(path, error);
    if (error) return IoError(path.string() + ": " + error.message());
    if (removed) Print("removed %s\n", path.string());
  }
  // Where the user's own files are in it, it stays.
  fs::remove(places.token.parent_path(), error);
  if (there) Systemctl({"daemon-reload"});
  if (!there) Print("there was no service\n");
  if (!stopped)
    return Unavailable(
        "the files are gone, but systemd did not answer, so the service may "
        "still be running; in a session of yours, run: systemctl --user stop "
        "camapp.service");
  return Status();
}

}  // namespace camglass
