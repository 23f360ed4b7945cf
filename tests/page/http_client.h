// A client that sends exactly the bytes it is told to.
#ifndef CAMGLASS_TESTS_PAGE_HTTP_CLIENT_H_
#define CAMGLASS_TESTS_PAGE_HTTP_CLIENT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace camglass {

class HttpClient {
 public:
  // Connects to 127.0.0.1. receive_buffer: of the system, in bytes; 0: as it
  // is.
  explicit HttpClient(uint16_t port, int receive_buffer = 0);
  ~HttpClient();
  HttpClient(HttpClient&& other) noexcept;
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // False where the server has closed the connection.
  bool Send(std::string_view bytes);
  void FinishSending();

  // Waits until `text` has come, the end, or a minute has passed. All that came
  // and was not taken before, up to and with `text`.
  std::string ReadUntil(std::string_view text);
  std::string ReadToEnd();
  // Exactly so many bytes, or fewer at the end.
  std::string Read(size_t size);

 private:
  bool Receive();

  int socket_;
  std::string received_;
};

// The number in "HTTP/1.1 200 OK"; 0 where there is none.
int StatusOfAnswer(const std::string& answer);
// Of a field, as sent; empty where there is none.
std::string FieldOfAnswer(const std::string& answer, const std::string& name);

}  // namespace camglass

#endif  // CAMGLASS_TESTS_PAGE_HTTP_CLIENT_H_
