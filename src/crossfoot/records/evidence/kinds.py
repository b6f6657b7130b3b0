"""What a document can be: one table."""

from __future__ import annotations

from crossfoot.languages import Text

KINDS: dict[str, Text] = {
    "invoice": Text("Invoice or bill", "发票或账单"),
    "reading": Text("Meter reading", "抄表记录"),
    "certificate": Text("Certificate", "证书"),
    "contract": Text("Contract", "合同"),
    "report": Text("Report", "报告"),
    "calculation": Text("Calculation", "计算表"),
    "photo": Text("Photograph", "照片"),
    "correspondence": Text("Correspondence", "往来函件"),
    "other": Text("Other", "其他"),
}
