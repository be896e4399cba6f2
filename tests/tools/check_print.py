"""Print preflight. One rule is one function: it takes a PDF, what it should be and what its pages
show, and gives what breaks the rule."""

import argparse
import math
import sys

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

MM = 72 / 25.4
IDENTITY = (1, 0, 0, 1, 0, 0)
RULES = []


def rule(function):
    RULES.append(function)
    return function


def box(page, name):
    value = page.obj.get(name)
    return None if value is None else [float(number) for number in value]


def times(a, b):
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip


def space_of(value, resources, depth=0):
    """gray, rgb, cmyk, spot or pattern; None if unknown."""
    if value is None or depth > 6:
        return None
    if isinstance(value, Name):
        known = {
            "/DeviceGray": "gray", "/G": "gray", "/DeviceRGB": "rgb", "/RGB": "rgb",
            "/DeviceCMYK": "cmyk", "/CMYK": "cmyk", "/Pattern": "pattern",
        }  # fmt: skip
        if str(value) in known:
            return known[str(value)]
        spaces = resources.get("/ColorSpace", {}) if resources is not None else {}
        return space_of(spaces.get(str(value)), resources, depth + 1)
    if isinstance(value, Array):
        kind = str(value[0])
        if kind == "/ICCBased":
            return {1: "icc gray", 3: "rgb", 4: "cmyk"}.get(int(value[1].get("/N", 0)))
        if kind in ("/Separation", "/DeviceN"):
            return "spot"
        if kind in ("/Indexed", "/Pattern") and len(value) > 1:
            return space_of(value[1], resources, depth + 1)
        return {"/CalGray": "icc gray", "/CalRGB": "rgb", "/Lab": "rgb"}.get(kind)
    return None


def walk(pdf):
    """Yields (page, kind, value): colours of text and of drawings, and pictures with their matrix."""
    for number, page in enumerate(pdf.pages, 1):
        yield from stream(page, page.obj.get("/Resources"), IDENTITY, number, 0)


def stream(content, resources, matrix, number, depth):
    if depth > 12:
        return
    fill, over, saved = ("gray", [0.0]), False, []
    objects = resources.get("/XObject", {}) if resources is not None else {}
    states = resources.get("/ExtGState", {}) if resources is not None else {}
    for instruction in pikepdf.parse_content_stream(content):
        operator, values = str(instruction.operator), list(instruction.operands)
        if operator == "q":
            saved.append((matrix, fill, over))
        elif operator == "Q":
            matrix, fill, over = saved.pop() if saved else (matrix, fill, over)
        elif operator == "gs":
            state = states.get(str(values[0]), {})
            over = bool(state.get("/op", state.get("/OP", over)))
        elif operator == "cm":
            matrix = times([float(value) for value in values], matrix)
        elif operator in ("g", "rg", "k", "G", "RG", "K"):
            kind = {"g": "gray", "rg": "rgb", "k": "cmyk"}[operator.lower()]
            colour = (kind, [float(value) for value in values])
            yield number, "colour", colour
            fill = colour if operator.islower() else fill
        elif operator in ("cs", "CS"):
            kind = space_of(values[0], resources)
            yield number, "colour", (kind, [])
            fill = (kind, []) if operator == "cs" else fill
        elif operator in ("Tj", "TJ", "'", '"'):
            yield number, "text", fill
            yield number, "painted", (fill, over, True)
        elif operator in ("f", "F", "f*"):
            yield number, "painted", (fill, over, False)
        elif operator == "sh":
            shading = resources.get("/Shading", {}).get(str(values[0]))
            yield number, "colour", (space_of(shading.get("/ColorSpace"), resources), [])
        elif operator == "Do":
            shown = objects.get(str(values[0]))
            if shown is None:
                continue
            if shown.get("/Subtype") == "/Form":
                inner = [float(value) for value in shown.get("/Matrix", IDENTITY)]
                own = shown.get("/Resources", resources)
                yield from stream(shown, own, times(inner, matrix), number, depth + 1)
            else:
                yield number, "picture", (shown, resources, matrix)


def fonts(pdf):
    seen = set()
    for number, page in enumerate(pdf.pages, 1):
        for _, font in (page.obj.get("/Resources", {}).get("/Font") or {}).items():
            if font.objgen not in seen:
                seen.add(font.objgen)
                yield number, font


@rule
def trim(pdf, want, _shown):
    for number, page in enumerate(pdf.pages, 1):
        b = box(page, "/TrimBox")
        if b is None or any(
            abs(b[i + 2] - b[i] - want.trim[i] * MM) > 0.01 * MM for i in (0, 1)
        ):
            yield f"page {number}: TrimBox {b}"


@rule
def bleed(pdf, want, _shown):
    for number, page in enumerate(pdf.pages, 1):
        t, b = box(page, "/TrimBox"), box(page, "/BleedBox")
        if t is None:
            continue
        if b is None or any(
            abs(abs(t[i] - b[i]) - want.bleed * MM) > 0.01 * MM for i in range(4)
        ):
            yield f"page {number}: BleedBox {b}"


@rule
def media(pdf, _, _shown):
    for number, page in enumerate(pdf.pages, 1):
        m, b = box(page, "/MediaBox"), box(page, "/BleedBox")
        if b and not (m[0] <= b[0] and m[1] <= b[1] and m[2] >= b[2] and m[3] >= b[3]):
            yield f"page {number}: the bleed leaves the MediaBox {m}"
        if "/ArtBox" in page.obj:
            yield f"page {number}: ArtBox beside TrimBox"


@rule
def embedded(pdf, _, _shown):
    for number, font in fonts(pdf):
        inner = font.get("/DescendantFonts", [font])[0]
        descriptor = inner.get("/FontDescriptor", {})
        if font.get("/Subtype") != "/Type3" and not any(
            key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
        ):
            yield f"page {number}: {font.get('/BaseFont')} is not embedded"


@rule
def type3(pdf, _, _shown):
    for number, font in fonts(pdf):
        if font.get("/Subtype") == "/Type3":
            yield f"page {number}: a Type 3 font"


@rule
def inks(_, __, shown):
    for number, kind, value in shown:
        if kind == "colour" and value[0] in ("rgb", "icc gray"):
            yield f"page {number}: {value[0]} in a drawing"
        if kind == "picture":
            space = space_of(value[0].get("/ColorSpace"), value[1])
            if space in ("rgb", "icc gray"):
                yield f"page {number}: {space} in a picture"


@rule
def black_text(_, __, shown):
    for number, kind, value in shown:
        if kind == "text":
            space, parts = value
            rich = space == "cmyk" and parts[3] >= 0.8 and sum(parts[:3]) > 0.05
            if rich or space in ("rgb", "icc gray"):
                yield f"page {number}: text in {space} {parts}"


@rule
def ink(_, want, shown):
    for number, kind, value in shown:
        if kind == "colour" and value[0] == "cmyk" and sum(value[1]) * 100 > want.ink + 0.5:
            yield f"page {number}: {sum(value[1]) * 100:.0f} %"
        if kind == "picture" and value[0].get("/ColorSpace") == "/DeviceCMYK":
            if value[0].get("/Filter") in ("/FlateDecode", None):
                data = value[0].read_bytes()
                most = max(map(sum, zip(*(data[i::4] for i in range(4)))), default=0) / 2.55
                if most > want.ink + 2:
                    yield f"page {number}: {most:.0f} % in a picture"


@rule
def resolution(_, __, shown):
    for number, kind, value in shown:
        if kind == "picture":
            picture, _, m = value
            width, height = int(picture.Width), int(picture.Height)
            across, down = math.hypot(m[0], m[1]), math.hypot(m[2], m[3])
            ppi = min(width * 72 / across, height * 72 / down)
            if ppi < 239.5 and width > 2 and height > 2:
                yield f"page {number}: {ppi:.0f} ppi"


@rule
def annotations(pdf, _, _shown):
    for number, page in enumerate(pdf.pages, 1):
        if "/Annots" in page.obj or "/AA" in page.obj:
            yield f"page {number}: annotations"


@rule
def actions(pdf, _, _shown):
    for key in ("/OpenAction", "/AA", "/AcroForm"):
        if key in pdf.Root:
            yield key


@rule
def intent(pdf, _, _shown):
    for entry in pdf.Root.get("/OutputIntents", []):
        profile = entry.get("/DestOutputProfile")
        data = profile.read_bytes() if profile is not None else b""
        cmyk = (data[12:16], data[16:20], data[36:40]) == (b"prtr", b"CMYK", b"acsp")
        if entry.get("/S") == "/GTS_PDFX" and cmyk and "/OutputConditionIdentifier" in entry:
            return
    yield "no output intent GTS_PDFX with a CMYK profile"


@rule
def trapped(pdf, _, _shown):
    if str(pdf.trailer.Info.get("/Trapped", "")) not in ("/True", "/False"):
        yield "Trapped is not stated"


@rule
def version_key(pdf, _, _shown):
    xmp = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    if b"GTS_PDFXVersion" not in xmp or b"PDF/X-4" not in xmp:
        yield "XMP does not name PDF/X-4"


@rule
def identifiers(pdf, _, _shown):
    if "/ID" not in pdf.trailer:
        yield "no ID"


@rule
def blending(pdf, _, _shown):
    for number, page in enumerate(pdf.pages, 1):
        if page.obj.get("/Group", {}).get("/CS") != "/DeviceCMYK":
            yield f"page {number}: transparency is not blended in CMYK"
    masks = set()
    for value in pdf.objects:
        if isinstance(value, Dictionary) and "/S" in value and "/G" in value:
            masks.add(value.G.objgen)
    for value in pdf.objects:
        group = value.get("/Group") if isinstance(value, Stream) else None
        if group is not None and "/CS" in group:
            allowed = ("/DeviceCMYK", "/DeviceGray") if value.objgen in masks else ("/DeviceCMYK",)
            if group.CS not in allowed:
                yield f"object {value.objgen[0]}: transparency is not blended in CMYK"


def is_black(colour):
    return colour[0] == "cmyk" and colour[1][:3] == [0, 0, 0] and colour[1][3] > 0.999


@rule
def black_overprints(_, __, shown):
    for number, kind, value in shown:
        if kind == "painted" and value[2] and is_black(value[0]) and not value[1]:
            yield f"page {number}: black text knocks out"


@rule
def others_knock_out(_, __, shown):
    for number, kind, value in shown:
        if kind == "painted" and value[1] and not is_black(value[0]):
            yield f"page {number}: {value[0]} overprints"


def broken(pdf, want):
    shown = list(walk(pdf))
    return {r.__name__: found for r in RULES if (found := list(r(pdf, want, shown)))}


# How to break each rule.


def append(pdf, operators):
    page = pdf.pages[0]
    page.contents_add(Stream(pdf, operators), prepend=False)


def moved(name, by):
    def change(pdf):
        page = pdf.pages[1 % len(pdf.pages)]
        page.obj[name] = Array([float(value) + shift for value, shift in zip(page.obj[name], by)])

    return change


def first_font(change):
    def apply(pdf):
        change(next(fonts(pdf))[1])

    return apply


def unembed(font):
    descriptor = font.get("/DescendantFonts", [font])[0].FontDescriptor
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        if key in descriptor:
            del descriptor[key]


def make_type3(font):
    font.Subtype = Name.Type3


def rgb_picture(pdf, width=600):
    data = bytes(width * width * 3)
    picture = Stream(
        pdf, data, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=width,
        BitsPerComponent=8, ColorSpace=Name.DeviceRGB,
    )  # fmt: skip
    name = pdf.pages[0].add_resource(picture, Name.XObject)
    append(pdf, f"q 72 0 0 72 100 100 cm {name} Do Q".encode())
    return picture


def coarse_picture(pdf):
    picture = rgb_picture(pdf, 60)
    picture.ColorSpace = Name.DeviceCMYK
    picture.write(bytes(60 * 60 * 4))


def without(dictionary, key):
    def change(pdf):
        holder = dictionary(pdf)
        del holder[key]

    return change


def annotate(pdf):
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[10, 10, 20, 20])
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def forget_version(pdf):
    xmp = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(xmp.replace(b"PDF/X-4", b"PDF/X-9"))


def text(pdf, colour):
    font = next(iter(pdf.pages[0].obj.Resources.Font.keys()), None) or "/F"
    append(pdf, f"q {colour} k BT {font} 9 Tf <0001> Tj ET Q".encode())


def overprinted_white(pdf):
    state = Dictionary(Type=Name.ExtGState, op=True, OP=True, OPM=1)
    name = pdf.pages[0].add_resource(state, Name.ExtGState)
    append(pdf, f"q {name} gs 0 0 0 0 k 0 0 9 9 re f Q".encode())


BREAKS = {
    "trim": moved("/TrimBox", (0, 0, 0.1, 0)),
    "bleed": moved("/BleedBox", (0, 1, 0, 0)),
    "media": moved("/MediaBox", (40, 0, 0, 0)),
    "embedded": first_font(unembed),
    "type3": first_font(make_type3),
    "inks": rgb_picture,
    "black_text": lambda pdf: text(pdf, "0.5 0.4 0.4 0.9"),
    "ink": lambda pdf: append(pdf, b"q 1 1 1 0.5 k 0 0 9 9 re f Q"),
    "resolution": coarse_picture,
    "annotations": annotate,
    "actions": lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.JavaScript)),
    "intent": without(lambda pdf: pdf.Root, "/OutputIntents"),
    "trapped": without(lambda pdf: pdf.trailer.Info, "/Trapped"),
    "version_key": forget_version,
    "identifiers": without(lambda pdf: pdf.trailer, "/ID"),
    "blending": without(lambda pdf: pdf.pages[0].obj, "/Group"),
    "black_overprints": lambda pdf: text(pdf, "0 0 0 1"),
    "others_knock_out": overprinted_white,
}
# What breaking one rule breaks as well: the bleed is measured from the trim.
ALSO = {"trim": {"bleed"}}


def self_test(path, want):
    bad = 0
    for r in RULES:
        name = r.__name__
        with pikepdf.open(path) as pdf:
            del pdf.pages[2:]  # An odd and an even page will do.
            BREAKS[name](pdf)
            found = set(broken(pdf, want))
        if name not in found or found - {name} - ALSO.get(name, set()):
            print(f"self-test: breaking {name} is told as {sorted(found)}")
            bad = 1
    print(f"self-test: {len(RULES)} rules broken once each")
    return bad


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--trim", default="210x285")
    parser.add_argument("--bleed", type=float, default=3)
    parser.add_argument("--ink", type=float, default=300)
    parser.add_argument("files", nargs="+")
    want = parser.parse_args()
    want.trim = [float(side) for side in want.trim.split("x")]
    bad = 0
    for path in want.files:
        try:
            with pikepdf.open(path) as pdf:
                found = broken(pdf, want)
        except pikepdf.PdfError as error:
            found = {"file": [str(error)]}
        for name, cases in found.items():
            for case in cases[:3]:
                print(f"{path}: {name}: {case}")
        bad |= bool(found)
        if want.self_test and not found:
            bad |= self_test(path, want)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
