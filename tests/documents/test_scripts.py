"""Every script of our languages, as two readers extract it: the words that the page shows, in one piece."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable

import pikepdf
import pytest

from mlat.documents import fonts, pdf, textlayer
from tests.documents.conftest import pdfium_text

SAID = {
    "es": (
        "Solicitamos que se conserven los datos descriptos a continuación desde la recepción de este "
        "pedido: ñandú, pingüino, «acción», 5 de marzo de 2026."
    ),
    "pl": (
        "Prosimy o zabezpieczenie danych opisanych poniżej: żółć, gęślą jaźń, ośmiu. Czekanie nie "
        "oznacza, że sprawa została zamknięta."
    ),
    "ro": ("Vă rugăm să păstrați datele descrise mai jos. Așteptarea nu înseamnă că dosarul este închis; țară, știre."),
    "wo": ("Danu leen di ñaan ngeen denc leeral yi ci suuf. Xaar tekkiwul ne dañu tëj mbir mi; ŋaam."),
    "el": (
        "Σας παρακαλούμε να διατηρήσετε τα δεδομένα που περιγράφονται παρακάτω μόλις παραλάβετε το "
        "αίτημα. Η αναμονή δεν σημαίνει ότι η υπόθεση έκλεισε."
    ),
    "ru": ("Просим сохранить данные, описанные ниже, сразу после поступления настоящего запроса. Ёлка, объём."),
    "uk": ("Просимо зберегти дані, описані нижче, одразу після надходження цього запиту. Ґанок, їжак, об’єкт."),
    "kk": ("Біз сізге жұмысымыз қалай жүріп жатқанын айтуға уәде бердік. Әділет, ғылым, қазақ, ңөұүһі."),
    "hi": (
        "हम आपसे अनुरोध करते हैं कि नीचे वर्णित डेटा को इस अनुरोध के प्राप्त होते ही सुरक्षित रखें, और "
        "जब तक उनके प्रकटीकरण का अनुरोध तैयार किया जा रहा है तब तक उन्हें अपरिवर्तित रखें। इस अनुरोध के "
        "अंतर्गत कुछ भी प्रकट नहीं किया जाना है। कृपया लिखित रूप में पुष्टि करें कि डेटा किस दिन से किस "
        "दिन तक सुरक्षित हैं। हमने 5 मार्च 2026 को दूसरे देश की एक कंपनी को अनुरोध भेजा। प्रतीक्षा का "
        "अर्थ यह नहीं है कि मामला बंद हो गया है। अभियोजक कार्यालय, विद्यार्थी, क्षत्रिय, ज्ञान, श्रीमती, "
        "कर्तव्य।"
    ),
    "ne": (
        "हामीले तपाईंलाई हाम्रो काम कसरी अगाडि बढिरहेको छ भनेर बताउने वाचा गरेका थियौं। यो पत्रले आजसम्म "
        "के गरिएको छ भन्ने बताउँछ। पर्खनुको अर्थ मुद्दा बन्द भएको होइन। हाम्रो कार्यालयमा एक जना व्यक्ति "
        "हुनुहुन्छ जसलाई तपाईं जहिले पनि फोन गर्न सक्नुहुन्छ।"
    ),
    "th": (
        "เราขอให้ท่านเก็บรักษาข้อมูลที่อธิบายไว้ด้านล่างทันทีที่ได้รั"
        "บคำร้องขอนี้ และเก็บรักษาไว้โดยไม่เปลี่ยนแปลงในขณะที่มีการจั"
        "ดทำคำร้องขอให้เปิดเผยข้อมูล ไม่มีสิ่งใดต้องเปิดเผยภายใต้คำร้"
        "องขอนี้ กรุณายืนยันเป็นลายลักษณ์อักษรว่าข้อมูลได้รับการเก็บร"
        "ักษาตั้งแต่วันใดถึงวันใด น้ำ ที่ดิน ผู้ใหญ่"
    ),
    "zh": (
        "请贵公司在收到本请求后立即保全下列数据，并在准备披露请求期间保持其不变。本请求不要求披露任何内容。请以书面形式确认数据已"
        "被保全，自何日起至何日止。2026年3月5日，我们向另一国家的一家公司发出了请求。"
    ),
    "ja": (
        "本要請の到達後、直ちに下記のデータを保全し、開示要請の準備が整うまで変更せずに保管されるようお願いいたします。本要請に基"
        "づく開示は不要です。2026年3月5日、外国の会社に要請を送付しました。ご連絡をお待ちしております。"
    ),
    "ar": (
        "نطلب منكم حفظ البيانات الموصوفة أدناه فور وصول هذا الطلب، وإبقاءها دون تغيير ريثما يعد طلب "
        "الكشف عنها. لا يكشف عن أي شيء بموجب هذا الطلب. يرجى التأكيد كتابة أن البيانات محفوظة، من أي يوم "
        "إلى أي يوم، وتزويدنا بمرجعكم. إذا كان الحساب غير موجود أو كان تابعا لشركة أخرى، يرجى إبلاغنا "
        "فورا. نشكركم على مساعدتكم. في 5 مارس 2026 أرسلنا طلبا إلى شركة في بلد آخر. الانتظار لا يعني أن "
        "القضية أغلقت. لأن الآلية الإلكترونية لا تلائم الأحوال (المادة 29) وفق القانون رقم 26.137، "
        "المادة السادسة عشرة."
    ),
    "ur": (
        "ہم نے وعدہ کیا تھا کہ آپ کو بتائیں گے کہ ہمارا کام کیسے آگے بڑھ رہا ہے۔ یہ خط آپ کو بتاتا ہے کہ "
        "آج تک کیا کیا گیا ہے۔ 5 مارچ 2026 کو ہم نے دوسرے ملک کی ایک کمپنی کو درخواست بھیجی۔ انتظار کا "
        "مطلب یہ نہیں کہ معاملہ بند ہو گیا ہے۔ آپ کسی بھی وقت پوچھ سکتے ہیں کہ معاملہ کس مرحلے پر ہے۔ "
        "ٹیلی فون نمبر، ڈاکٹر، لڑکی، گھر۔"
    ),
    "ps": (
        "موږ ژمنه کړې وه چې تاسو ته به ووایو چې زموږ کار څنګه پرمخ ځي. دا لیک تاسو ته وایي چې تر نن ورځې "
        "پورې څه شوي دي. انتظار دا معنی نه لري چې قضیه تړل شوې ده. تاسو کولی شئ هر وخت پوښتنه وکړئ. ښځه، "
        "ګرځېدل، ځای، څوک، ډېر، ړنګ، ټول."
    ),
    "fa": (
        "از شما درخواست می‌کنیم داده‌های زیر را نگه دارید. این نامه به شما می‌گوید تا امروز چه کارهایی "
        "انجام شده است. انتظار به معنای بسته شدن پرونده نیست."
    ),
}
FONTS = {
    "hi": "Noto Sans Devanagari",
    "ne": "Noto Sans Devanagari",
    "th": "Noto Sans Thai",
    "zh": "Noto Sans SC",
    "ja": "Noto Sans JP",
}
ARABIC = ("ar", "fa", "ps", "ur")
WITHOUT_SPACES = ("zh", "ja", "th")
WIDE = ("ro", "wo", "uk", "kk", "ne", "fa", "ur")
"""Languages whose script is shown by another."""


def of_each_script(languages: Iterable[str]) -> list[object]:
    """The languages; those of a script that another one shows are for the matrix."""
    return [pytest.param(each, marks=pytest.mark.matrix) if each in WIDE else each for each in languages]


def page_of(language: str, said: str) -> str:
    """The text as a heading, a paragraph with a foreign name, a narrow column, and two cells of a table."""
    family = FONTS.get(language, "Vazirmatn" if language in ARABIC else "Noto Sans")
    third = said.find(" ", len(said) // 3) if " " in said else len(said) // 3
    return f"""<html lang="{language}" dir="{"rtl" if language in ARABIC else "ltr"}"><head><title>x</title><style>
        html {{ font: 10pt/1.5 "{family}", "Noto Sans" }} body {{ overflow-wrap: anywhere }}
        div {{ width: 70mm }} table {{ table-layout: fixed; width: 100% }}</style></head><body>
        <h1>{said[:third]}</h1><p>{said[:third]} <bdi>Roblox Corp</bdi> <b>{said[third:]}</b></p><div>{said}</div>
        <table><tr><td>{said[:third]}</td><td>{said[third:]}</td></tr></table></body></html>"""


def extracted(written: bytes, poppler_text: Callable[[bytes], str]) -> tuple[str, str]:
    return pdfium_text(written), poppler_text(written)


@pytest.mark.parametrize("language", of_each_script(code for code in SAID if code not in ARABIC))
def test_every_word_comes_back(language: str, poppler_text: Callable[[bytes], str]) -> None:
    page = page_of(language, SAID[language])
    for found in extracted(pdf.write(page), poppler_text):
        difference = textlayer.check(found, page)
        assert difference.none, difference
        assert language in WITHOUT_SPACES or textlayer.share(found, page) == 1.0


@pytest.mark.parametrize("language", of_each_script(ARABIC))
def test_words_of_arabic_script_come_back_but_for_two_in_a_hundred(
    language: str, poppler_text: Callable[[bytes], str]
) -> None:
    page = page_of(language, SAID[language])
    for found in extracted(pdf.write(page), poppler_text):
        assert textlayer.share(found, page) >= 0.98


def test_a_line_of_such_a_script_says_its_own_text_and_no_other_line_does() -> None:
    assert b"ActualText" in content("नमस्ते, श्रीमती")
    assert b"ActualText" not in content("Buenos días")
    assert b"ActualText" not in content("السلام عليكم")


def test_a_line_in_another_language_says_which() -> None:
    assert content('uno <b lang="fr">deux</b>').count(b"/Lang (fr)") == 1


def content(said: str) -> bytes:
    """What the page draws, unpacked."""
    written = pdf.write(f'<html lang="x"><head><title>x</title></head><body><p>{said}</p></body></html>')
    with pikepdf.open(io.BytesIO(written)) as opened:
        return opened.pages[0].Contents.read_bytes()


def test_the_exceptions_are_few_and_each_has_its_reason() -> None:
    assert len(textlayer.EXCEPTIONS) == 4
    assert all(textlayer.EXCEPTIONS.values())
    assert textlayer.words("طلبًا، الطلب.") == ["الطلب"]


@pytest.mark.parametrize("language", list(SAID))
def test_the_fonts_draw_it(language: str) -> None:
    own = (FONTS.get(language, "Vazirmatn" if language in ARABIC else "Noto Sans"),)
    assert fonts.undrawn(re.sub(r"[\u200c\u200d]", "", SAID[language]), own) == ""
