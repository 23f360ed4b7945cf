// How a report looks.
#ifndef CAMGLASS_TOOLS_REPORT_REPORT_STYLE_H_
#define CAMGLASS_TOOLS_REPORT_REPORT_STYLE_H_

namespace camglass {

// Colours carry nothing that is not also said in words or numbers.
inline constexpr const char* kReportStyle = R"css(
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:70rem;font:16px/1.5 system-ui,sans-serif;
color:#1b1b1b;background:#fff;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.3rem;margin:2.2rem 0 .5rem;border-bottom:2px solid #1b1b1b}
h3{font-size:1.1rem;margin:1.6rem 0 .4rem}
a{color:#0b4fa0}
nav a{display:inline-block;padding:.35rem .9rem .35rem 0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .6rem;border:1px solid #bbb;text-align:right;vertical-align:top;
overflow-wrap:normal}
th{background:#f0f0f0;text-align:left}
td.name,th.name{text-align:left;min-width:8rem;overflow-wrap:anywhere}
.wide{overflow-x:auto;max-width:100%}
.note{color:#444;font-size:.92rem}
.finding{border:2px solid #1b1b1b;border-radius:.4rem;padding:.7rem 1rem;margin:.8rem 0}
.finding p{margin:.2rem 0}
.facts{display:flex;flex-wrap:wrap;gap:.4rem 1.6rem;margin:.4rem 0}
.facts div{min-width:7rem}
.facts b{display:block;font-size:1.15rem}
.panels{display:flex;flex-wrap:wrap;gap:.6rem;margin:.4rem 0 1rem}
figure{margin:0;width:168px}
figure img{display:block;max-width:100%;border:1px solid #bbb}
figcaption{font-size:.85rem;line-height:1.3;margin-top:.2rem}
figure.sheet{width:auto;max-width:100%}
.chart{max-width:100%;width:420px;height:auto}
.matrix td,.matrix th{padding:0;min-width:2.4rem;text-align:center}
.matrix th.name{padding:.2rem .5rem;text-align:left;max-width:16rem}
.matrix th.top{vertical-align:bottom;height:9rem;background:#fff}
.matrix th.top div{writing-mode:vertical-rl;transform:rotate(180deg);max-height:8.6rem;
overflow:hidden;white-space:nowrap;margin:auto;text-overflow:ellipsis}
.matrix a,.matrix span{display:block;padding:.3rem .2rem;color:inherit}
.matrix .right{font-weight:bold;outline:2px solid #1b1b1b;outline-offset:-2px}
.s1{background:#e3eef9}.s2{background:#b9d4ee}.s3{background:#7fb0de}
.s4{background:#2f6fb3;color:#fff}.s5{background:#0b3a70;color:#fff}
:target{outline:3px solid #c25700;outline-offset:4px}
@media (max-width:30rem){body{padding:.7rem}figure{width:calc(50% - .3rem)}
figure.sheet{width:100%}th,td{padding:.25rem .4rem}}
@media print{body{max-width:none;font-size:11pt}nav{display:none}a{color:inherit;
text-decoration:none}.wide{overflow:visible}figure,.finding,tr,.facts{break-inside:avoid}
h2,h3{break-after:avoid}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
)css";

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_REPORT_REPORT_STYLE_H_
