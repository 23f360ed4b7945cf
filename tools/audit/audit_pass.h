// Looks at pictures as an audit does: one inference for what a picture shows
// and where, and for those of the confirm half one for each exchange.
#ifndef CAMGLASS_TOOLS_AUDIT_AUDIT_PASS_H_
#define CAMGLASS_TOOLS_AUDIT_AUDIT_PASS_H_

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "camapp/cam/explain.h"
#include "camapp/cam/frame_resizer.h"
#include "camapp/picture/decode.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "tools/audit/audit_plan.h"
#include "tools/audit/audit_record.h"
#include "tools/audit/evidence_places.h"
#include "tools/audit/exchange/mean_picture.h"
#include "tools/audit/labelled_set.h"

namespace camglass {

struct AuditJob {
  const LabelledSet* set = nullptr;
  AuditPlan plan;
  std::vector<size_t> classes;  // of the model's, for each of the set's labels
  ResizeRule rule = ResizeRule::kShort;
  DecodeOptions decode;
  size_t decoders = 1;  // threads
  // Told of each picture before it is looked at; may be empty.
  std::function<void(const std::string& path)> progress;
};

// The rule for an explainer that gets pictures which have been resized by
// `rule` and must leave them as they are.
ResizeRule RuleOfResized(ResizeRule rule);

class AuditPass {
 public:
  // explainer: with RuleOfResized(job.rule), and five top classes.
  static StatusOr<std::unique_ptr<AuditPass>> Create(AuditJob job,
                                                     Explainer* explainer);

  // The cells of an AuditRecord's map: those of a square input.
  Extent grid() const { return grid_; }

  // Looks at every picture of the suggest half. To be called before the others.
  Status LookAtSuggestHalf();

  // Looks at these pictures (indices into the set) in their order, and hands
  // each record over; an error of `keep` ends the pass. Pictures that can't be
  // read get a record that says why. The same for any number of threads,
  // whatever other pictures are among them.
  Status LookAt(const std::vector<size_t>& pictures,
                const std::function<Status(const AuditRecord&)>& keep);

 private:
  struct Seen {
    AuditRecord record;
    Picture input;
  };
  struct DonorPictures {
    Picture own;
    Picture other;
    Picture own_mean;  // empty where a class's suggest half could not be read
    Picture other_mean;
  };

  AuditPass(AuditJob job, Explainer* explainer);

  Status MeasureGrid();
  Seen SeenOf(size_t picture, const StatusOr<Picture>& pixels);
  Status Look(size_t picture, const StatusOr<Picture>& pixels, Seen* seen);
  Status Explain(const Picture& input);
  Status Resize(const Picture& pixels, Picture* input);
  std::vector<float> LogitsOfSet() const;
  void AddEvidence(AuditRecord* record) const;

  Status AddExchanges(size_t picture, Seen* seen);
  bool FindDonor(const std::vector<size_t>& choices, Extent size,
                 Picture* donor, std::string* name);
  Picture MeanOf(size_t label, Extent size) const;
  Status Ask(const Picture& changed, Question question, Place place, Donor from,
             AuditRecord* record);
  Status AskWhole(const Picture& input, const DonorPictures& donors,
                  AuditRecord* record);
  Status AskPlace(const Picture& input, const DonorPictures& donors,
                  Question question, Place place, AuditRecord* record);

  const AuditJob job_;
  Explainer* const explainer_;
  FrameResizer resizer_;
  Explanation explanation_;
  Extent grid_;
  std::vector<MeanPicture> means_;      // of each label's suggest half
  std::vector<EvidencePlaces> places_;  // of each label
  std::map<size_t, AuditRecord> suggest_;
  std::map<size_t, size_t> confirm_place_;  // within its class's half
};

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_AUDIT_PASS_H_
