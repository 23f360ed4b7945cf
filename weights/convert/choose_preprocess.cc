#include "weights/convert/choose_preprocess.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "nets/network.h"
#include "weights/preprocess_choice.h"

namespace camglass {
namespace {

constexpr const char* kAsksFor = ", as --preprocess asks for";

// Sizes of the framework's own evaluation: the input's, and the short side
// before the crop.
void SetSides(const Net& net, const PreprocessSources& sources,
              Preprocess* preprocess) {
  constexpr size_t kEvaluationResize = 256;
  const KnownFile* known = sources.known;
  preprocess->size = net.input_size;
  preprocess->resize =
      known != nullptr && known->resize > 0 ? known->resize : kEvaluationResize;
  if (sources.side != 0) preprocess->size = sources.side;
}

const Variant& VariantOf(const NetConfig& config) {
  const Variant* variant = NetworkOf(config).FindVariant(config.variant);
  CAMGLASS_CHECK(variant != nullptr);
  return *variant;
}

// By colour, not by position.
Preprocess TurnedToBgr(Preprocess preprocess) {
  if (preprocess.order == ChannelOrder::kBgr) return preprocess;
  preprocess.order = ChannelOrder::kBgr;
  std::swap(preprocess.mean[0], preprocess.mean[2]);
  std::swap(preprocess.std[0], preprocess.std[2]);
  return preprocess;
}

class Chooser {
 public:
  Chooser(PreprocessChoice choice, std::string asked, const Net& net,
          const PreprocessSources& sources, Converted* out)
      : choice_(std::move(choice)),
        asked_(std::move(asked)),
        net_(net),
        sources_(sources),
        info_(out->model.info),
        report_(out->report) {}

  Status Run() {
    TellOfGraph();
    if (!choice_.recipe.empty()) return TakeRecipe(choice_.recipe);
    if (choice_.IsWhole()) return TakeNumbers(Preprocess(), false);
    if (sources_.own != nullptr) return TakeOwn();
    if (inside() != nullptr && !inside()->unclear.empty())
      return InvalidInput(inside()->unclear);
    if (inside() != nullptr && inside()->preprocess) return TakeGraphs();
    return TakeRecipe(VariantOf(info_.config).recipe);
  }

 private:
  const GraphPreprocess* inside() const { return sources_.inside; }

  std::string Formula() const {
    return ": " + PreprocessText(info_.preprocess);
  }

  void TellOfGraph() {
    if (inside() == nullptr) return;
    for (const std::string& line : inside()->evidence)
      report_.evidence.push_back(line);
    const bool replaced = !choice_.recipe.empty() || choice_.IsWhole();
    if (replaced && (inside()->preprocess || !inside()->unclear.empty()))
      report_.notes.push_back("the file's own normalisation is left out: " +
                              asked_ + " takes its place" + kAsksFor);
    if (!replaced)
      for (const std::string& line : inside()->assumptions)
        report_.assumptions.push_back(line);
  }

  // Puts the choice's numbers, if any, into `base`.
  Status TakeNumbers(const Preprocess& base, bool base_is_by_position) {
    CAMGLASS_ASSIGN_OR_RETURN(info_.preprocess,
                              WithNumbers(base, choice_, base_is_by_position));
    if (sources_.own != nullptr) {
      info_.preprocess.size = sources_.own->preprocess.size;
      info_.preprocess.resize = sources_.own->preprocess.resize;
    } else {
      SetSides(net_, sources_, &info_.preprocess);
    }
    if (choice_.HasNumbers())
      report_.evidence.push_back("preprocessing has " + asked_ + kAsksFor +
                                 Formula());
    return Status();
  }

  Status TakeOwn() {
    info_.transform_input = sources_.own->transform_input;
    return TakeNumbers(sources_.own->preprocess, false);
  }

  Status TakeGraphs() {
    info_.transform_input = inside()->transform_input;
    return TakeNumbers(*inside()->preprocess, true);
  }

  // The choice's recipe, or the variant's where there is none.
  Status TakeRecipe(const std::string& name) {
    const bool chosen = !choice_.recipe.empty();
    const StatusOr<PreprocessRecipe> recipe = FindPreprocessRecipe(name);
    if (!recipe.ok())
      return UsageError("no usual preprocessing is known for " + name +
                        "; give --preprocess, one of caffe, torchvision, "
                        "torchvision-plain, keras, matlab or numbers like "
                        "order=rgb,scale=1,mean=0;0;0,std=1;1;1");
    // A graph that shows none has none.
    const bool shown_to_be_plain = inside() != nullptr && !chosen;
    info_.transform_input = recipe->transform_input && !shown_to_be_plain &&
                            VariantOf(info_.config).transform_input;
    const bool turned = inside() != nullptr && inside()->turns_order && !chosen;
    CAMGLASS_RETURN_IF_ERROR(TakeNumbers(
        turned ? TurnedToBgr(recipe->preprocess) : recipe->preprocess, false));
    if (chosen)
      report_.evidence.push_back("preprocessing is " + name + "'s" + kAsksFor +
                                 Formula());
    else if (!choice_.HasNumbers())
      report_.assumptions.push_back(
          "preprocessing is " + name +
          "'s usual one (--preprocess chooses another)" + Formula());
    else
      report_.assumptions.push_back("what --preprocess leaves out is " + name +
                                    "'s usual one");
    if (info_.transform_input)
      report_.assumptions.emplace_back(
          "transform_input is on, as for torchvision's published weights "
          "(--preprocess torchvision-plain: off)");
    return Status();
  }

  const PreprocessChoice choice_;
  const std::string asked_;
  const Net& net_;
  const PreprocessSources& sources_;
  ModelInfo& info_;
  ConvertReport& report_;
};

}  // namespace

Status ChoosePreprocess(const std::string& asked, const Net& net,
                        const PreprocessSources& sources, Converted* out) {
  CAMGLASS_ASSIGN_OR_RETURN(PreprocessChoice choice,
                            ParsePreprocessChoice(asked));
  return Chooser(std::move(choice), asked, net, sources, out).Run();
}

}  // namespace camglass
