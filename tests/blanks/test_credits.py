"""Credits of pictures: the gate misses none that the rule finds, and hostile texts are read to their end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.blanks.boilerplate import One

CREDITS = One("BPL006")
PIECES = st.sampled_from(
    [
        *("Photo", "Photos", "Image", "Foto", "Fot. A", "Фото", "Bild", "Credit", "credit", "Image source"),
        *("Image caption", ": ", " by ", "/", " / ", " via ", "(", ")", "[", "]", "\n", ". ", ", ", " ", "©"),
        *("(file photo)", " Photo: ", "Ada", "Holm", "J.", "Getty Images", "AP", "AP Photo", "AFP", "Reuters", "dpa"),
        *("Ada Holm/Reuters", "The ferry"),
    ]
)
LABELS = (
    *("Photo", "photos", "PHOTOGRAPH", "Photographers", "Image", "images", "Picture", "pic", "Illustration"),
    *("File photo", "Photo source", "Photo courtesy", "Image copyright", "image credit", "Credit", "Archivfoto"),
    *("Foto", "Fotos", "Bild", "Bilder", "Bildquelle", "Bildnachweis", "Fotoquelle", "Beeld", "Kuva", "Kuvat", "Fotó"),
    *("Crédit", "Crédits photos", "Crédito", "Crédito da imagem", "Fotografía", "fotografia", "Imagen", "Imagem"),
    *("Immagine", "Zdjęcie", "Zdroj", "Zdroj foto", "Sursa foto", "Fotoğraf", "Ảnh", "Фото", "Джерело фото", "ФОТО"),
    *("Φωτογραφία", "Φωτό", "صورة", "تصوير", "写真", "撮影", "画像", "图片来源", "图源", "圖片來源", "사진"),
    *("사진제공", "사진 출처"),
)


@given(st.lists(PIECES, max_size=9).map("".join))
def test_the_gate_misses_no_credit(text: str) -> None:
    CREDITS.found(text)


@pytest.mark.parametrize("agency", sorted(CREDITS.agencies))
def test_the_gate_knows_every_agency(agency: str) -> None:
    for name in {agency.upper(), agency.title()}:
        for credit in (f"Ada Holm/{name}", f"Ada Holm | {name}", f"Ada Holm via {name}"):
            assert CREDITS.found(credit) == {credit}
            assert CREDITS.found(f"The quay ({credit}) in winter.") == {f" ({credit})"}
        for text in (name, f"{name}/Ada Holm", f"{name} via Ada Holm", f"Photo: {name}"):
            CREDITS.found(text)


@pytest.mark.parametrize("agency", ["Unsplash", "Pixabay", "EPA-EFE", "Shutterstock", "ap photo"])
def test_those_whose_trade_is_pictures_are_credits_alone(agency: str) -> None:
    assert CREDITS.found(f"The quay in winter. ({agency})") == {f" ({agency})"}


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("end", [": ", "：", "=", "\xa0: ", " ©"])
def test_the_gate_knows_every_label(label: str, end: str) -> None:
    credit = f"{label}{end}Ada Holm/Mercury"
    assert CREDITS.found(credit) == {credit}


@pytest.mark.parametrize("caption", ["Image caption", "Media caption,"])
def test_a_line_of_a_caption_without_its_words_is_found(caption: str) -> None:
    assert CREDITS.found(f"The ferry stays in port.\n{caption}\n") == {f"{caption}\n"}


@pytest.mark.parametrize(
    "text",
    [
        "(Photo by " * 20_000,
        "A/AP " * 20_000,
        ". A/AP B" * 20_000,
        "photo\n" * 50_000,
        "(" * 50_000 + "Getty",
        ". Photo: A" * 9_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_texts_are_read_to_their_end(text: str) -> None:
    said = CREDITS.findings(text + "\nAda Holm/Getty Images\n")
    assert list(said)[-1].span.end == len(text) + 23
