"""What is wrong with the form of a template's file, in Korean, by the parser's own English.

`IT` and `THAT` are what it puts there.
"""

from typing import Final

_THINGS: Final = {
    "a mapping": "키: 값 묶음",
    "a list": "목록",
    "nothing": "비어 있음",
    "text": "글로",
    "a template needs IT": "템플릿에 IT 필요",
    "a button needs IT": "버튼에 IT 필요",
    "a mapping (key: value) for a template": "템플릿은 키: 값 묶음으로",
    "a mapping (key: value) for a header": "머리말은 키: 값 묶음으로",
    "a mapping (key: value) for variables": "변수는 키: 값 묶음으로",
    "a mapping (key: value) for the variable IT": "IT 변수는 키: 값 묶음으로",
}

_YAML: Final = {
    "bytes that are not UTF-8": "UTF-8이 아닌 글자",
    "save the file as UTF-8": "UTF-8로 저장해 주세요",
    "a tab": "탭",
    "indent with spaces": "들여쓰기는 공백으로",
    "a character that YAML reserves": "YAML이 따로 쓰는 글자",
    "quote the text": "글을 따옴표 안에",
    "a colon where none can stand": "올 수 없는 자리에 콜론(:)",
    "quote a text with ': '": "': '가 있는 글은 따옴표 안에",
    "a line without a colon": "콜론(:)이 없는 줄",
    "key: value, or fix the indentation": "키: 값으로 쓰거나 들여쓰기를 맞춰 주세요",
    "a quote that is never closed": "닫히지 않은 따옴표",
    "close the quote": "따옴표를 닫아 주세요",
    "a line that does not fit here": "여기에 맞지 않는 줄",
    "check indentation and quotes": "들여쓰기와 따옴표를 확인해 주세요",
    "a list or mapping that is not closed": "닫히지 않은 목록이나 묶음",
    "a comma, or the closing bracket; or quote a text that contains ': '":
        "쉼표나 닫는 괄호를 넣어 주세요. ': '가 있는 글은 따옴표 안에",
    "a second document": "두 번째 문서",
    "an unknown escape after \\": "\\ 뒤에 쓸 수 없는 글자",
    "use single quotes around \\": "\\가 있으면 작은따옴표로",
    "YAML that can be read": "읽을 수 있는 YAML로",
}  # fmt: skip

_FOUND: Final = {
    "'IT'": "'IT'",
    "'IT'…": "'IT'…",
    "IT is missing": "IT 없음",
    "unknown key IT": "없는 키 IT",
    "IT a second time": "IT 중복",
    "IT a second time (first on line THAT)": "IT 중복 (처음은 THAT번째 줄)",
    "a file named IT": "파일 이름이 IT",
    "IT bytes": "IT바이트",
    "an empty file": "빈 파일",
    "no header or several": "머리말이 없거나 둘 이상",
    "a button of no kind, or of several": "종류가 없거나 둘 이상인 버튼",
    "a second document (---)": "두 번째 문서 (---)",
    "nesting too deep": "들여쓰기가 너무 깊음",
    "an alias (IT)": "별칭 (IT)",
    "an anchor (IT)": "앵커 (IT)",
    "a tag (IT)": "태그 (IT)",
    "a list or mapping as a key": "키가 목록이나 묶음",
    "an escaped U+IT": "이스케이프한 U+IT",
    "an invisible character (U+IT)": "보이지 않는 글자 (U+IT)",
    "a link or a folder": "링크나 폴더",
    "a name that says no template and language": "템플릿과 언어를 알 수 없는 파일 이름",
}

_EXPECTED: Final = {
    "did you mean IT?": "IT 아닌가요?",
    "one of IT": "IT 가운데 하나",
    "nothing here": "여기에는 아무것도 쓰지 말아 주세요",
    "a list such as [one, two]": "[하나, 둘] 같은 목록으로",
    "each once": "하나씩만",
    "each key once": "키마다 하나씩만",
    "a mapping with IT": "IT 항목이 있는 묶음으로",
    "at most IT bytes": "IT바이트까지",
    "at most IT levels": "IT단계까지",
    "one document": "문서 하나만",
    "write the value out, or quote a *": "값을 그대로 적거나 *는 따옴표 안에",
    "no anchors; quote a text with &": "앵커 없이. &가 있는 글은 따옴표 안에",
    "no tags; quote a text that begins with !": "태그 없이. !로 시작하는 글은 따옴표 안에",
    "a name": "이름으로",
    "a file of its own": "따로 된 파일로",
    "text without control characters": "제어 문자가 없는 글로",
    "delete it; a new line is a plain line break": "지워 주세요. 줄은 그냥 바꾸면 됩니다",
    "{reply: …, does: …}, {url: …, text: …} or {phone: …, text: …}":
        "{reply: …, does: …}, {url: …, text: …}, {phone: …, text: …} 가운데 하나",
    "the name of a file in samples/, such as shop.jpg":
        "shop.jpg처럼 samples/에 있는 파일 이름으로",
    "a language of Meta's such as ko, en or en_US": "ko, en, en_US 같은 Meta의 언어 코드로",
    "a duration such as 5 minutes, 24 hours or 180 days":
        "5 minutes, 24 hours, 180 days 같은 기간으로",
    "<name>.<language>.yaml: a name of a-z, 0-9 and _, at most 512, and a language of Meta's"
    " such as ko, en or en_US":
        "<이름>.<언어>.yaml: 이름은 a-z, 0-9, _로 512자까지, 언어는 ko, en, en_US 같은 코드로",
    "<name>.<language>.yaml, such as order_shipped.ko.yaml":
        "order_shipped.ko.yaml처럼 <이름>.<언어>.yaml로",
}  # fmt: skip

FORM_KOREAN: Final = {**_THINGS, **_YAML, **_FOUND, **_EXPECTED}
