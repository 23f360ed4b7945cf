#include "camapp/page/page_answers.h"

#include <string>
#include <utility>

#include "camapp/page/http_message.h"
#include "camapp/page/page_assets.h"

namespace camglass {
namespace {

constexpr char kJpeg[] = "image/jpeg";

MHD_Result RefuseArgument(MHD_Connection* connection, const Status& status) {
  const std::string sentence = status.message() + "\n";
  return Refuse(connection,
                {HttpStatus::kBadRequest, Route::kPage, sentence.c_str()});
}

MHD_Result RefuseWatcher(MHD_Connection* connection) {
  return Refuse(connection, {HttpStatus::kUnavailable, Route::kStream,
                             "Too many people watch; try again later.\n"});
}

}  // namespace

MHD_Result PageAnswers::Answer(MHD_Connection* connection,
                               ConnectionWatch::Entry* entry,
                               PageRequest* request) {
  switch (request->route) {
    case Route::kPage:
      return GivePage(connection);
    case Route::kStyle:
      return GiveText(connection, kPageCss, "text/css; charset=utf-8");
    case Route::kScript:
      return GiveText(connection, kPageJs, "text/javascript; charset=utf-8");
    case Route::kIcon:
      return GiveText(connection, kIconSvg, "image/svg+xml");
    case Route::kState:
      return GiveText(connection, parts_.content->StateJson(),
                      "application/json");
    case Route::kStream:
      return GiveStream(connection, entry, request->head_only);
    case Route::kFrame:
    case Route::kSnapshot:
      if (request->head_only) return GiveHeadOnly(connection, kJpeg);
      return request->picture.has_value()
                 ? GivePicture(connection, entry, request)
                 : BeginPicture(connection, entry, request);
    case Route::kCommand:
      return TakeCommand(connection);
  }
  return MHD_NO;
}

MHD_Result PageAnswers::SignIn(MHD_Connection* connection) {
  HttpReply reply("", kPlainText);
  reply.Add("Set-Cookie", TokenCookie(*parts_.policy).c_str());
  reply.Add("Location", "/");
  return reply.Queue(connection, HttpStatus::kSeeOther);
}

// Each visit renews a lasting cookie, so that only an unused one runs out.
MHD_Result PageAnswers::GivePage(MHD_Connection* connection) {
  HttpReply reply(parts_.content->Html(), "text/html; charset=utf-8");
  if (parts_.policy->is_lasting)
    reply.Add("Set-Cookie", TokenCookie(*parts_.policy).c_str());
  return reply.Queue(connection, HttpStatus::kOk);
}

MHD_Result PageAnswers::GiveStream(MHD_Connection* connection,
                                   ConnectionWatch::Entry* entry,
                                   bool head_only) {
  if (head_only) return GiveHeadOnly(connection, kStreamType);
  const auto width = NumberOf(connection, "width");
  if (!width.ok()) return RefuseArgument(connection, width.status());
  auto seat = parts_.watchers->Enter(ShapeForWidth(*width), false);
  if (!seat.has_value()) return RefuseWatcher(connection);
  HttpReply reply(parts_.streams->Open(*std::move(seat), connection, entry));
  reply.Add("Content-Type", kStreamType);
  return reply.Queue(connection, HttpStatus::kOk);
}

MHD_Result PageAnswers::BeginPicture(MHD_Connection* connection,
                                     ConnectionWatch::Entry* entry,
                                     PageRequest* request) {
  const auto width = NumberOf(connection, "width");
  if (!width.ok()) return RefuseArgument(connection, width.status());
  const auto after = NumberOf(connection, "after");
  if (!after.ok()) return RefuseArgument(connection, after.status());
  const bool wants_new = request->route == Route::kSnapshot;
  auto seat = parts_.watchers->Enter(ShapeForWidth(*width), wants_new);
  if (!seat.has_value()) return RefuseWatcher(connection);
  request->picture.emplace(
      parts_.pictures->Begin(*std::move(seat), after->value_or(0)));
  return GivePicture(connection, entry, request);
}

MHD_Result PageAnswers::GivePicture(MHD_Connection* connection,
                                    ConnectionWatch::Entry* entry,
                                    PageRequest* request) {
  JpegFeed::Held held;
  switch (parts_.pictures->Take(*request->picture, connection, entry, &held)) {
    case PictureRequests::Result::kLater:
      return MHD_YES;
    case PictureRequests::Result::kPicture:
      return SendPicture(connection, request, std::move(held));
    case PictureRequests::Result::kNothing:
      break;
  }
  if (request->route == Route::kSnapshot)
    return Refuse(connection, {HttpStatus::kUnavailable, Route::kSnapshot,
                               "There is no picture yet; try again later.\n"});
  return HttpReply("", kPlainText).Queue(connection, HttpStatus::kNoContent);
}

MHD_Result PageAnswers::SendPicture(MHD_Connection* connection,
                                    PageRequest* request, JpegFeed::Held held) {
  const std::string number = std::to_string(held->number);
  HttpReply reply(
      parts_.pictures->Answer(*std::move(request->picture), std::move(held)));
  request->picture.reset();
  reply.Add("Content-Type", kJpeg);
  reply.Add("Camglass-Picture", number.c_str());
  if (request->route == Route::kSnapshot)
    reply.Add("Content-Disposition", "attachment; filename=\"camglass.jpg\"");
  return reply.Queue(connection, HttpStatus::kOk);
}

MHD_Result PageAnswers::TakeCommand(MHD_Connection* connection) {
  const auto number = NumberOf(connection, "number");
  if (!number.ok()) return RefuseArgument(connection, number.status());
  const Status taken =
      parts_.content->TakeCommand(ArgumentOf(connection, "name"), *number);
  if (!taken.ok()) return RefuseArgument(connection, taken);
  return HttpReply("", kPlainText).Queue(connection, HttpStatus::kNoContent);
}

}  // namespace camglass
