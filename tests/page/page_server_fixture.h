// A page server with content of no meaning, and clients for it.
#ifndef CAMGLASS_TESTS_PAGE_PAGE_SERVER_FIXTURE_H_
#define CAMGLASS_TESTS_PAGE_PAGE_SERVER_FIXTURE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "camapp/page/page_server.h"
#include "tests/page/http_client.h"

namespace camglass {

class FakeContent : public PageContent {
 public:
  std::string Html() override { return "<p>the page</p>"; }
  std::string StateJson() override { return "{\"frame\":7}"; }
  Status TakeCommand(std::string_view name,
                     std::optional<size_t> number) override {
    if (name == "wrong") return UsageError("there is no such command");
    const std::lock_guard lock(mutex_);
    commands_.push_back(std::string(name) +
                        (number.has_value() ? std::to_string(*number) : ""));
    return Status();
  }
  std::vector<std::string> commands() {
    const std::lock_guard lock(mutex_);
    return commands_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> commands_;
};

// Gives pictures to a server while it lives, as a camera would.
class Giver {
 public:
  explicit Giver(PageServer* server)
      : thread_([this, server] {
          Picture picture(32, 48);
          for (uint8_t level = 0; !ending_; ++level) {
            std::fill(picture.rgb.begin(), picture.rgb.end(), level);
            for (const PictureShape shape : kPictureShapes)
              if (server->is_watched(shape)) server->Give(shape, picture);
            ++given_;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
          }
        }) {}
  ~Giver() {
    ending_ = true;
    thread_.join();
  }
  void WaitForMore(uint64_t count) {
    const uint64_t until = given_ + count;
    while (given_ < until) std::this_thread::yield();
  }

 private:
  std::atomic<bool> ending_{false};
  std::atomic<uint64_t> given_{0};
  std::thread thread_;
};

class PageServerTest : public testing::Test {
 protected:
  void Start(PageServerOptions options = {}) {
    options.address.port = 0;
    auto started = PageServer::Start(options, &content_);
    ASSERT_TRUE(started.ok()) << started.status().message();
    server_ = *std::move(started);
    host_ = "127.0.0.1:" + std::to_string(port());
  }

  uint16_t port() const { return server_->address().port; }

  std::string Head(const std::string& method, const std::string& target) {
    return method + " " + target + " HTTP/1.1\r\nHost: " + host_ + "\r\n";
  }
  std::string Signed(const std::string& method, const std::string& target) {
    return Head(method, target) + "Cookie: camglass_" + std::to_string(port()) +
           "=" + server_->token() + "\r\n";
  }
  std::string Command(const std::string& query) {
    return Signed("POST", "/command?" + query) + "Origin: http://" + host_ +
           "\r\n";
  }

  std::string Ask(const std::string& head) {
    HttpClient client(port());
    client.Send(head + "Connection: close\r\n\r\n");
    return client.ReadToEnd();
  }

  FakeContent content_;
  std::unique_ptr<PageServer> server_;
  std::string host_;
};

}  // namespace camglass

#endif  // CAMGLASS_TESTS_PAGE_PAGE_SERVER_FIXTURE_H_
