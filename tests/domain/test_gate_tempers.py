"""Abuse and complaints are told from everyday words; both go to people where the policy says so."""

from dataclasses import replace

import pytest

from tests.domain.shipped import shipped_policy
from wa_support.domain.conversations import Memory
from wa_support.domain.decisions import Verdict
from wa_support.domain.gate.complaints import is_complaint
from wa_support.domain.gate.questions import is_abuse
from wa_support.domain.gate.rules import Heard, decide
from wa_support.domain.reasons import Reason

ABUSE = """\
씨발 진짜
시발 언제 오냐고
ㅅㅂ 장난하나
ㅆㅂ
야 이 개새끼야
병신 같은 봇이네
미친놈들아
좆같네
지랄하네
꺼져
닥쳐라
이 쌍년아
또라이들아
fuck you
fuck off
you fucking idiots
you are an asshole
bitch
motherfuckers
this bot is a piece of shit
go to hell
"""
COMPLAINTS = """\
소비자원에 신고하겠습니다
한국소비자원에 접수할 거예요
소비자보호원에 민원 넣겠습니다
소비자고발센터에 제보합니다
공정위에 신고할 겁니다
신고하겠습니다
경찰에 신고할게요
사기죄로 고소하겠습니다
고소할 겁니다
고발하겠습니다
법적 조치 취하겠습니다
법적으로 대응할게요
법대로 합시다
소송 걸겠습니다
변호사 선임했습니다
변호사랑 상담하고 연락드릴게요
내용증명 보내겠습니다
언론에 제보하겠습니다
맘카페에 다 올리겠어요
정식으로 항의합니다
민원 제기하겠습니다
불만 접수하고 싶습니다
불만을 제기하려고 합니다
클레임 걸겠습니다
컴플레인 할게요
손해배상 청구합니다
정신적 피해 보상하세요
카드사에 이의 제기할게요
I want to file a complaint
i'd like to make a formal complaint
I'm lodging a complaint about your service
This is an official complaint.
my lawyer will contact you
I will talk to a lawyer
i'm calling my attorney
I'm taking legal action
see you in court
I'll take you to court
i will sue you
small claims court it is then
I'm doing a chargeback
i will dispute the charge with my bank
disputing this payment
I'm reporting you to the consumer protection agency
i'll report this company to the BBB
Trading Standards will hear of this
reporting your shop to the ombudsman
i'm going to the police
I will contact the media
"""
EVERYDAY_KO = """\
택배 언제 와요?
주문 1042 어디쯤이에요?
배송이 너무 늦네요
진짜 너무하네요 일주일째예요
왜 이렇게 답이 늦어요
짜증나네요
화가 나네요 정말
실망이에요
이게 뭐예요
불만 있어서 연락드렸어요
불만족이라 반품하고 싶어요
환불해 주세요
환불 안 해주시면 어떡해요
사진이랑 너무 달라요
의자 다리가 흔들려요
배송 사고 접수하려고요
A/S 접수하고 싶어요
분실 신고는 어디에 하나요
파손 신고하려고 하는데요
카드 분실 신고했는데 결제 취소되나요
현금영수증 발급 신고 되나요
소비자 가격이 얼마예요
소비자가 기준으로 얼마인가요
법인카드로 결제했어요
방법 좀 알려주세요
변호사 사무실에 놓을 책장 추천해 주세요
법원 앞으로 배송되나요
경찰서 옆 건물로 배송해 주세요
구청 근처 매장 있나요
소송동 3가로 보내주세요
시발역이 어디예요
시발점부터 다시 설명해 주세요
새끼손가락이 끼었어요
강아지 새끼가 물어뜯었어요
불이 꺼져요
티비장 문이 자꾸 꺼져 있어요
병신년에 산 가구예요
미친 듯이 예쁘네요
개 방석도 파나요
지금 개별 배송되나요
열받지만 기다릴게요
인터넷에 올려진 사진이랑 같나요
후기 올리면 적립금 주나요
제보다 먼저 주문한 사람은 받았대요
민원실 의자도 파나요
클레임이 없는 제품인가요
"""
EVERYDAY_EN = """\
where is my order?
where the hell is my order
this is ridiculous
I'm really disappointed
this is the worst service ever
i'm so angry right now
damn it's late again
what the heck
it's a bloody nice chair
shit happens, can i get a new one?
this sofa is badass
the fit is crap
my cat is a bastard size, does the cover fit?
cocktail table
Scunthorpe delivery?
we live in Dickson street
cancel my order please
i want a refund
i want my money back
i need to return it
it arrived broken
do you have legal size drawers?
is it legal to use it outdoors
i work at a law firm and need ten desks
can you ship to the police station
lawyer bookcase in oak?
court street 5, please
can i pay by card?
i was charged twice
is there an extra charge back there for delivery
why was i charged for shipping
can you report back when it ships?
please report the tracking number
i'd like to report a defect
how do i claim my warranty
i have no complaints, thanks
no complaint, just a question
my only complaint is the colour
the media console is too big
media unit in grey
is the press fitting included
i saw it on the consumer reports site
does the warranty cover consumer use
sue ordered it for me
my name is Sue
the suede cover
thanks for sorting this dispute
is the agency closed on sundays
"""


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize("text", lines(ABUSE))
def test_it_is_abuse(text: str) -> None:
    assert is_abuse(text)


@pytest.mark.parametrize("text", lines(COMPLAINTS))
def test_it_is_a_complaint(text: str) -> None:
    assert is_complaint(text)


@pytest.mark.parametrize("text", lines(EVERYDAY_KO) + lines(EVERYDAY_EN))
def test_everyday_words_are_neither(text: str) -> None:
    assert not is_abuse(text)
    assert not is_complaint(text)


def test_enough_everyday_sentences_were_tried() -> None:
    assert min(len(lines(EVERYDAY_KO)), len(lines(EVERYDAY_EN))) >= 40


@pytest.mark.parametrize(
    ("text", "reason"),
    [("소비자원에 신고하겠습니다", Reason.COMPLAINT), ("야 이 개새끼야", Reason.ABUSE)],
)
def test_they_go_to_people_where_the_policy_says_so(text: str, reason: Reason) -> None:
    policy = shipped_policy()
    said = decide(Heard(text=text), policy=policy, memory=Memory())
    assert (said.verdict, said.reason) == (Verdict.HAND_OFF, reason)
    mild = replace(policy, right_away=policy.right_away - {reason})
    assert decide(Heard(text=text), policy=mild, memory=Memory()).reason is not reason


def test_a_letter_of_complaint_is_not_ours_to_write() -> None:
    said = decide(
        Heard(text="draft a complaint letter about my refund"),
        policy=shipped_policy(),
        memory=Memory(),
    )
    assert said.verdict is Verdict.DECLINE
