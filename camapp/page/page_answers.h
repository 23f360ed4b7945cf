// What the page's server answers to requests that have been let in.
#ifndef CAMGLASS_CAMAPP_PAGE_PAGE_ANSWERS_H_
#define CAMGLASS_CAMAPP_PAGE_PAGE_ANSWERS_H_

#include <microhttpd.h>

#include <optional>

#include "camapp/page/connection_watch.h"
#include "camapp/page/page_server.h"
#include "camapp/page/picture_requests.h"
#include "camapp/page/request_check.h"
#include "camapp/page/stream_sessions.h"
#include "camapp/page/watchers.h"

namespace camglass {

// A request that is being answered.
struct PageRequest {
  Route route;
  bool head_only;
  std::optional<PictureRequest> picture;  // that it waits for
};

// The parts that answers are made from.
struct PageParts {
  PageContent* content;
  const AccessPolicy* policy;
  Watchers* watchers;
  StreamSessions* streams;
  PictureRequests* pictures;
};

class PageAnswers {
 public:
  // All parts must outlive it.
  explicit PageAnswers(const PageParts& parts) : parts_(parts) {}

  // Queues the answer, or suspends the connection; then it is called again with
  // the same request when the connection goes on.
  MHD_Result Answer(MHD_Connection* connection, ConnectionWatch::Entry* entry,
                    PageRequest* request);

  // Keeps the token in a cookie and asks to come again without it.
  MHD_Result SignIn(MHD_Connection* connection);

 private:
  MHD_Result GivePage(MHD_Connection* connection);
  MHD_Result GiveStream(MHD_Connection* connection,
                        ConnectionWatch::Entry* entry, bool head_only);
  MHD_Result GivePicture(MHD_Connection* connection,
                         ConnectionWatch::Entry* entry, PageRequest* request);
  MHD_Result BeginPicture(MHD_Connection* connection,
                          ConnectionWatch::Entry* entry, PageRequest* request);
  MHD_Result SendPicture(MHD_Connection* connection, PageRequest* request,
                         JpegFeed::Held held);
  MHD_Result TakeCommand(MHD_Connection* connection);

  const PageParts parts_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_PAGE_ANSWERS_H_
