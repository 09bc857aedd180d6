"""What `demo` does with the templates it finds: a visitor sees them alive."""

from pathlib import Path

import pytest

from tests.acceptance.service import ROOT, running
from wa_support.bootstrap.demo_templates import put_up_templates
from wa_support.bootstrap.templates import template_shelf


def test_they_are_approved_by_two_and_one_that_is_wrong_stops_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    for name in ("order_shipped.ko", "order_shipped.en", "satisfaction.en"):
        source = (ROOT / "templates" / f"{name}.yaml").read_text("utf-8")
        (folder / f"{name}.yaml").write_text(source, "utf-8")
    (folder / "aaa.ko.yaml").write_text("category: secret\n", "utf-8")
    with running(
        tmp_path / "data",
        TEMPLATES_DIR=str(folder),
        WHATSAPP_BUSINESS_ACCOUNT_ID="100000000000001",
    ) as service:
        put_up_templates(service.house)
        shelf = template_shelf(service.house)

        def going_out() -> list[str]:
            return [str(one.key) for one in shelf.all() if one.standing.goes_out]

        service.wait_for(lambda: len(going_out()) == 3, 20)
        for one in shelf.all("order_shipped"):
            newest = one.standing.newest
            assert newest is not None
            assert (newest.author, newest.reviewer) == ("demo", "demo, second person")
            assert not newest.alone
    assert "aaa.ko.yaml:1:11: 'secret'" in capsys.readouterr().err


@pytest.mark.parametrize("there", ["nowhere", "a_file"])
def test_a_demo_without_a_folder_goes_on(
    tmp_path: Path, there: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a_file").touch()
    with running(tmp_path / "data", TEMPLATES_DIR=str(tmp_path / there)) as service:
        put_up_templates(service.house).join(10)
        assert service.answer_to("mina", "주문 1042 어디쯤이에요?")["text"]
    said = capsys.readouterr().err
    assert said == "" or said.endswith(
        "a_file: Not a directory; TEMPLATES_DIR says where templates are\n"
    )
