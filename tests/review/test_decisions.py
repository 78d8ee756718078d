"""Decisions by calls: each is on the disk when it is answered, and what has changed is told."""

from __future__ import annotations

import json
import signal

import pytest

from tests.conftest import Process
from tests.review.serving import Served, Window, serve
from tests.stories import IN_TWO_LANGUAGES

COMMAS = "It was , he said ,, fine.\nAnd , so on ,, it went.\n"
COPY = "".join(f"Line {n} of the report on the harbour of Harnsey, number {n * 7}, was read.\n" for n in range(12))
NAMES = "The president, Volodymyr Zelenskyy, spoke in Kyiv. Volodymyr Zelenskyy thanked the guests. {}\n"


def _named(served: Served, code: str, path: str = "") -> list[str]:
    found = [one for one in served.findings() if one["code"] == code]
    return [one["fingerprint"] for one in found if not path or one["doc"]["path"] == path]


def test_a_fix_is_written_before_it_is_confirmed_and_told_with_what_it_changed(process: Process) -> None:
    process.write({"a.txt": COMMAS})
    served = serve(process).enter()
    first, *rest = served.findings()
    status, value = served.call("fix", fingerprints=[first["fingerprint"]])
    served.die()

    assert status == 200
    assert process.read("a.txt") == COMMAS.replace("was ,", "was,").encode()
    assert (value["told"], value["refused"], value["left"]) == ("Done at 1 place.", [], len(rest))
    assert first["fingerprint"] in value["gone"]
    assert process("undo", value["undo"]).code == 0
    assert process.read("a.txt") == COMMAS.encode()


def test_what_is_told_is_what_a_new_look_finds(process: Process) -> None:
    process.write({"a.txt": COMMAS, "b.jsonl": f'{{"text": {json.dumps(COMMAS)}}}\n{{"text": "Fine , too."}}\n'})
    served = serve(process, "--select", "PUN").enter()
    shown = {one["fingerprint"]: one for one in served.findings()}
    while shown:
        _, value = served.call("fix", fingerprints=[min(shown)])
        for was, name in value["renamed"]:
            if was in shown:
                shown[name] = shown.pop(was)
        for name in value["gone"]:
            shown.pop(name, None)
        now = {one["fingerprint"]: one for one in served.findings()}
        assert shown.keys() | {row[8] for row in value["rows"]} == now.keys()
        shown = now
        fresh = json.loads(process("--select", "PUN", "--output-format", "json").raw)["findings"]
        assert {one["fingerprint"] for one in fresh} == now.keys()


def test_many_fixes_at_once(process: Process) -> None:
    process.write({f"{n}.txt": COMMAS for n in range(4)})
    served = serve(process, "--select", "PUN").enter()
    names = [one["fingerprint"] for one in served.findings()]
    status, value = served.call("fix", fingerprints=names)

    assert status == 200
    assert value["left"] == 0
    assert {process.read(f"{n}.txt") for n in range(4)} == {b"It was, he said, fine.\nAnd, so on, it went.\n"}


def test_one_finding_speaks_for_many_documents(process: Process) -> None:
    process.write(
        {f"{n}.txt": f"Story {n}.\nAs everybody had heard, it was ,, he said so on , that day.\n" for n in range(7)}
    )
    served = serve(process, "--select", "PUN").enter()
    (first, second) = served.findings()
    assert "(and the same in 6 more documents)" in first["message"]
    process.write({"3.txt": "New words it was ,, here.\n"})
    _, value = served.call("fix", fingerprints=[first["fingerprint"]])

    assert (value["done"], value["refusals"]) == (6, 1)
    assert value["refused"][0]["path"] == "3.txt"
    assert process.read("6.txt") == b"Story 6.\nAs everybody had heard, it was, he said so on , that day.\n"
    left = {one["message"]: one["fingerprint"] for one in served.findings()}
    assert second["message"].replace("6 more", "5 more") in left, "the other one speaks for those that are left"
    served.call("accept", fingerprints=[left[second["message"].replace("6 more", "5 more")]], reason="the house style")
    assert [one["doc"]["path"] for one in served.findings()] == ["3.txt"]
    assert process("--select", "PUN", "--output-format", "concise").out.count("txt:") == 1


def test_a_text_in_a_guessed_codec_is_converted_before_the_rest(process: Process) -> None:
    text = "He said \u201cno\u201d , and \u201cyes\u201d ,, it\u2019s the caf\u00e9\u2019s way of doing it , he said.\n"
    process.write({"a.txt": text.encode("cp1252")})
    served = serve(process).enter()
    names = {one["code"]: one["fingerprint"] for one in served.findings()}
    _, value = served.call("fix", fingerprints=[names["PUN003"]])
    assert "ENC001" in value["refused"][0]["reason"]
    assert process.read("a.txt") == text.encode("cp1252")
    served.call("fix", fingerprints=[one["fingerprint"] for one in served.findings()])

    assert process.read("a.txt") == text.replace(" ,,", ",").replace(" ,", ",").encode()
    assert process("undo").code == 0
    assert process.read("a.txt") == text.encode("cp1252")


def test_a_file_that_changed_meanwhile_is_not_touched_and_looked_at_again(process: Process) -> None:
    process.write({"a.txt": COMMAS})
    served = serve(process).enter()
    name = _named(served, "PUN001")[0]
    process.write({"a.txt": "New: " + COMMAS})
    status, value = served.call("fix", fingerprints=[name])

    assert status == 200
    assert "changed since it was checked" in value["refused"][0]["reason"]
    assert process.read("a.txt") == b"New: " + COMMAS.encode()
    assert value["rows"]
    assert served.call("fix", fingerprints=_named(served, "PUN001"))[1]["done"] == 2
    assert process.read("a.txt") == b"New: It was, he said ,, fine.\nAnd, so on ,, it went.\n"
    assert served.call("fix", fingerprints=[name])[0] == 409, "it is not there any more"


def test_an_edited_passage(process: Process) -> None:
    process.write({"a.txt": "Before.\nIt was , he said.\nAfter.\n"})
    served = serve(process).enter()
    name = _named(served, "PUN001")[0]
    _, passage = served.call("passage", fingerprint=name)
    status, _ = served.call("fix", fingerprints=[name], before=passage["before"], edited="He said “yes”.")

    assert passage["before"], passage["after"] == ("It was , he said.", "It was, he said.")
    assert status == 200
    assert process.read("a.txt") == "Before.\nHe said “yes”.\nAfter.\n".encode()


def test_an_edited_passage_that_the_format_cannot_hold(process: Process) -> None:
    text = "<nitf><body><body.content><p>It was , he said.</p></body.content></body></nitf>\n"
    process.write({"a.xml": text})
    served = serve(process, "--select", "PUN").enter()
    name = _named(served, "PUN001")[0]
    before = served.call("passage", fingerprint=name)[1]["before"]
    _, value = served.call("fix", fingerprints=[name], before=before, edited="It was,\nhe said.")

    assert "the text would be read otherwise than it is to be" in value["refused"][0]["reason"]
    assert process.read("a.xml") == text.encode()


def test_what_is_meant_is_never_told_again(process: Process) -> None:
    process.write({"a.txt": COMMAS})
    served = serve(process).enter()
    name = _named(served, "PUN001")[0]
    status, value = served.call("accept", fingerprints=[name], reason="so in print")
    served.die()

    assert status == 200
    assert name in value["gone"]
    assert json.loads(process.read("corpuslint-accepted.jsonl").splitlines()[0])["fingerprint"] == name
    assert name not in process("--output-format", "json").out


def test_the_copy_that_was_chosen_stays(process: Process) -> None:
    process.write({"a.txt": COPY, "b.txt": COPY.upper(), "c.txt": COPY.replace("read", "heard")})
    served = serve(process, "--select", "DUP").enter()
    names = [one["fingerprint"] for one in served.findings()]
    status, value = served.call("keep", fingerprints=names, kept="c.txt")

    assert status == 200
    assert not value["refused"]
    assert sorted(path.name for path in process.folder.glob("*.txt")) == ["c.txt"]
    manifest = next(process.folder.glob(".corpuslint_quarantine/*/manifest.jsonl")).read_text()
    assert [json.loads(line)["kept"] for line in manifest.splitlines()] == ["c.txt", "c.txt"]
    assert process("undo").code == 0
    assert process.read("a.txt") == COPY.encode()


def test_the_text_of_a_copy_may_be_edited_and_then_it_does_not_go(process: Process) -> None:
    process.write({"a.txt": COPY, "b.txt": COPY.upper()})
    served = serve(process, "--select", "DUP").enter()
    (name,) = _named(served, "DUP001")
    _, found = served.call("passage", fingerprint=name)
    _, value = served.call("fix", fingerprints=[name], before=found["before"], edited="Another line.")

    assert value["done"] == 1
    assert process.read("a.txt") == COPY.encode()
    assert process.read("b.txt") == COPY.upper().replace(found["before"], "Another line.").encode()


def test_records_are_cut_out_and_the_rest_is_followed(process: Process) -> None:
    other = COPY.replace("harbour of Harnsey", "budget of Melby and all that").replace("read", "heard by the council")
    texts = [COPY, other, COPY, "It was , he said, fine.\n", other]
    process.write({"a.jsonl": "".join(json.dumps({"text": text}) + "\n" for text in texts)})
    served = serve(process, "--select", "DUP001,PUN001").enter()
    served.call("fix", fingerprints=[_named(served, "DUP001")[0]])
    served.call("fix", fingerprints=_named(served, "PUN001"))
    _, value = served.call("fix", fingerprints=_named(served, "DUP001"))

    assert not value["refused"]
    left = [json.loads(line)["text"] for line in process.read("a.jsonl").splitlines()]
    assert left == [texts[0], texts[1], "It was, he said, fine.\n"]


def test_a_kept_document_that_changed_keeps_its_copy(process: Process) -> None:
    process.write({"a.txt": COPY, "b.txt": COPY.upper()})
    served = serve(process, "--select", "DUP").enter()
    names = _named(served, "DUP001")
    process.write({"a.txt": "Something else.\n"})
    _, value = served.call("fix", fingerprints=names)

    assert "changed" in value["refused"][0]["reason"]
    assert process.read("b.txt") == COPY.upper().encode()


def test_names_decided_here_are_what_check_goes_by(process: Process) -> None:
    process.write({f"{n}.txt": NAMES.format(f"That was on day {n}.") for n in range(12)})
    process.write({"z.txt": NAMES.replace("Zelenskyy", "Zelensky").format("It rained.")})
    served = serve(process, "--select", "NAM").enter()
    status, value = served.call("prefer", form="Zelensky", others=["Zelenskyy"])

    assert status == 200
    assert value["left"] == 0
    assert value["loose"]
    assert b"prefer: Volodymyr Zelensky" in process.read("corpuslint-names.yaml")
    assert served.call("look")[1] == {"reload": True}
    codes = {one["code"] for one in served.findings()}
    assert codes == {"NAM003"}
    assert served.call("fix", fingerprints=_named(served, "NAM003"))[1]["left"] == 0
    assert b"Zelenskyy" not in process.read("3.txt")
    assert served.call("prefer", form="Volodymyr Zelenskyy", others=["Volodymyr Zelensky"])[0] == 200
    assert b"prefer: Volodymyr Zelenskyy" in process.read("corpuslint-names.yaml")


def test_a_form_that_other_languages_have_is_decided_in_one(process: Process) -> None:
    process.write(IN_TWO_LANGUAGES)
    served = serve(process, "--select", "NAM").enter()

    assert served.call("prefer", form="Havrylyukenko", others=["Havryliukenko"])[0] == 200
    assert process.read("corpuslint-names.yaml").endswith(b"    language: en\n")


def test_one_name_that_is_decided_leaves_the_others_to_be_asked(process: Process) -> None:
    text = f"{NAMES.strip()} The mayor, Ingmar Halvorsen, listened.\n"
    process.write({f"{n}.txt": text.format(f"That was on day {n}.") for n in range(12)})
    other = text.replace("Zelenskyy", "Zelensky").replace("Halvorsen", "Halvorson")
    process.write({"z.txt": other.format("It rained.")})
    served = serve(process).enter()
    served.call("prefer", form="Volodymyr Zelenskyy", others=["Volodymyr Zelensky"])
    served.call("look")

    assert {one["code"]: "Halvorson" in one["message"] for one in served.findings()} == {
        "NAM003": False,
        "NAM001": True,
    }


def test_two_names(process: Process) -> None:
    text = NAMES.replace("Volodymyr Zelenskyy", "Ingmar Halvorsen").replace("president", "mayor")
    process.write({f"{n}.txt": text.format(f"That was on day {n}.") for n in range(12)})
    process.write({"z.txt": text.replace("Halvorsen", "Halvorson").format("It rained.")})
    served = serve(process, "--select", "NAM001").enter()
    assert len(served.findings()) == 1
    assert served.call("distinct", pair=["Halvorson", "Halvorsen"])[1]["left"] == 0
    served.call("look")

    assert served.findings() == []
    assert process("--select", "NAM001").out.startswith("Checked 13 documents")


@pytest.mark.parametrize("way", ["call", "signal"])
def test_the_end(process: Process, way: str) -> None:
    process.write({"a.txt": COMMAS})
    served = serve(process).enter()
    served.call("fix", fingerprints=_named(served, "PUN003"))
    if way == "call":
        assert served.call("end")[0] == 200
        served.child.wait(30)
    out, err = served.die(signal.SIGINT)

    assert served.child.returncode == 1
    assert "Fixed 2 findings in 1 file (PUN003 ×2); 2 remain" in out
    assert "Undo: corpuslint undo" in out
    assert err == ""


def test_two_windows_know_of_one_another(process: Process) -> None:
    process.write({"a.txt": COMMAS})
    served = serve(process).enter()
    served.findings()
    other = Window(served.host, served.port, "", served.key, dict(served.state))
    served.call("fix", fingerprints=_named(served, "PUN001")[:1])
    _, value = other.call("refresh")

    assert len(value["gone"]) + len(value["renamed"]) >= 1
    assert value["left"] == 3
    other.state = {"look": "another", "changes": 0}
    assert other.call("refresh")[1]["reload"] is True
