"""Facts about a file as it lies on the disk; gathered once, judged by `checks`."""

from dataclasses import dataclass, field
from enum import StrEnum

from counter_app.model.page_box import Box


class FileKind(StrEnum):
    """The real type, by content and never by name."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    HEIC = "heic"
    OFFICE = "office"  # Word, Excel and their like
    EMPTY = "empty"
    OTHER = "other"


class Colour(StrEnum):
    COLOUR = "colour"
    GREY = "grey"
    BITONAL = "bitonal"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    number: int  # 1-based
    width_pt: float  # as shown, after rotation
    height_pt: float
    rotation: int  # 0, 90, 180, 270
    image_dpi: float | None  # effective resolution of the main image; None: no image fills the page (born digital)
    colour: Colour | None
    blank: bool
    has_text: bool
    skew: float = 0.0  # degrees by which a scan's lines fall to the right; 0: straight, or nothing to measure
    ink: Box | None = None  # all that stands on a page which is almost blank; None: a page with enough on it


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    name: str
    size: int  # bytes
    sha256: str
    kind: FileKind
    suffix_matches: bool  # the name's ending says what the content is
    readable: bool  # opened and every page seen; False: see `trouble`
    trouble: str = ""  # "", "empty", "truncated", "damaged", "not_pdf", "needs_password", "too_big", "timeout"
    repaired: bool = False  # opened only after rebuilding the cross-reference table
    pdf_version: str = ""  # "1.4"
    pdfa: str = ""  # "2b" when the file claims it
    encrypted: bool = False
    needs_password: bool = False
    may_sign: bool = True  # permission flags of an encrypted file allow adding a signature
    pages: tuple[PageFacts, ...] = ()
    page_count: int = 0
    pages_looked_at: int = 0  # large files: rendering stops after a number of pages, counting does not
    signature_count: int = 0  # by our own scan, also those with unknown sub-filters
    hybrid_xref: bool = False
    has_form: bool = False
    has_xfa: bool = False
    active_content: bool = False  # JavaScript or launch actions
    active_page: int | None = None  # where the first of them lies; None: it belongs to the whole file
    active_box: Box | None = None
    embedded_files: int = 0
    opening: str = field(default="", repr=False)  # the first words of page 1, when it has a text; never logged
    foreign_fonts: tuple[str, ...] = ()  # names of fonts that are not embedded
    certification: int = 0  # DocMDP 1, 2, 3; 0: none
    locked: bool = False  # a FieldMDP lock of an earlier signer covers every field

    @property
    def min_dpi(self) -> float | None:
        found = [page.image_dpi for page in self.pages if page.image_dpi]
        return min(found) if found else None

    @property
    def colour(self) -> Colour | None:
        seen = {page.colour for page in self.pages if page.colour}
        return next((kind for kind in (Colour.COLOUR, Colour.GREY, Colour.BITONAL) if kind in seen), None)

    @property
    def searchable_scan(self) -> bool | None:
        """Whether every scanned page that was looked at has text behind it; None: no page is a scan."""
        scans = [page for page in self.pages if page.image_dpi and not page.blank]
        return all(page.has_text for page in scans) if scans else None

    @property
    def blank_pages(self) -> tuple[int, ...]:
        return tuple(page.number for page in self.pages if page.blank)
