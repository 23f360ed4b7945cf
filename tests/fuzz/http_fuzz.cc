// What is sent to the page's server, over real connections. The same bytes come
// from a stranger, who may get nothing, and from somebody with the token, who
// may get everything but a crash. Seeds say 8080 and kSeedToken for the
// server's port and token.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "camapp/page/page_server.h"
#include "tests/page/http_client.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace camglass {
namespace {

constexpr char kSeedToken[] = "00112233445566778899aabbccddeeff";

class Content : public PageContent {
 public:
  explicit Content(bool is_for_strangers)
      : is_for_strangers_(is_for_strangers) {}

  std::string Html() override { return Given(); }
  std::string StateJson() override { return Given(); }
  Status TakeCommand(std::string_view, std::optional<size_t>) override {
    Given();
    return Status();
  }

 private:
  std::string Given() const {
    if (is_for_strangers_) std::abort();
    return "content";
  }

  const bool is_for_strangers_;
};

std::unique_ptr<PageServer> Serve(PageContent* content) {
  PageServerOptions options;
  options.address.port = 0;
  // Many inputs end within a head, and the server would wait for the rest.
  options.max_seconds = 0.01;
  auto started = PageServer::Start(options, content);
  if (!started.ok()) std::abort();
  return *std::move(started);
}

std::string Replaced(std::string text, std::string_view from,
                     const std::string& to) {
  for (size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

std::string WithPort(const PageServer& server, const std::string& bytes) {
  return Replaced(bytes, "8080", std::to_string(server.address().port));
}

// Gives pictures while it lives: a request for one waits for it.
class Camera {
 public:
  explicit Camera(PageServer* server)
      : thread_([this, server] {
          const Picture picture(8, 8);
          for (; !ending_; std::this_thread::sleep_for(kInterval))
            for (const PictureShape shape : kPictureShapes)
              if (server->is_watched(shape)) server->Give(shape, picture);
        }) {}
  ~Camera() {
    ending_ = true;
    thread_.join();
  }
  Camera(const Camera&) = delete;
  Camera& operator=(const Camera&) = delete;

 private:
  static constexpr std::chrono::milliseconds kInterval{1};

  std::atomic<bool> ending_{false};
  std::thread thread_;
};

void SendAsStranger(const std::string& bytes) {
  static Content content(true);
  static const std::unique_ptr<PageServer> server = Serve(&content);
  HttpClient client(server->address().port);
  client.Send(WithPort(*server, bytes));
  client.FinishSending();
  const std::string answer = client.ReadToEnd();
  const int status = StatusOfAnswer(answer);
  if (status == 200 || status == 204 || status == 303) std::abort();
  if (answer.find(server->token()) != std::string::npos) std::abort();
}

void SendAsFriend(const std::string& bytes) {
  static Content content(false);
  static const std::unique_ptr<PageServer> server = Serve(&content);
  HttpClient client(server->address().port);
  client.Send(Replaced(WithPort(*server, bytes), kSeedToken, server->token()));
  client.FinishSending();
  const Camera camera(server.get());
  client.ReadUntil("\r\n\r\n");  // a stream has no end
}

}  // namespace
}  // namespace camglass

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  camglass::SendAsStranger(bytes);
  camglass::SendAsFriend(bytes);
  return 0;
}
