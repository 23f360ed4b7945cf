// An evaluation for people, for spreadsheets and for scripts.
#ifndef CAMGLASS_TOOLS_AUDIT_EVALUATION_TEXT_H_
#define CAMGLASS_TOOLS_AUDIT_EVALUATION_TEXT_H_

#include <string>
#include <vector>

#include "tools/audit/eval_record.h"
#include "tools/audit/evaluation.h"

namespace camglass {

struct EvaluationTexts {
  const Evaluation& evaluation;
  const std::vector<EvalRecord>& records;   // that it was made of
  const std::vector<std::string>& classes;  // the model's
};

// Lines for a terminal, names escaped.
std::string ForPeople(const EvaluationTexts& texts);

// One object; tools/audit/FORMAT.md has its schema.
std::string ToJson(const EvaluationTexts& texts, const std::string& model,
                   const std::string& source);

// "index,class,pictures,right,accuracy,low,high,in_top5,predicted": a line per
// class that has a picture or a prediction.
std::string ClassesCsv(const EvaluationTexts& texts);

// A line per class with pictures, a column per class with a picture or a
// prediction: how many were predicted as what.
std::string ConfusionCsv(const EvaluationTexts& texts);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EVALUATION_TEXT_H_
