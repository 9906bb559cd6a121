"""Makes a drawn sheet a PDF/A-2b (ISO 19005-2): output intent, XMP metadata, nothing that an archive must not hold."""

from functools import cache
from io import BytesIO

# Date of the colour profile's header: fixed, so that the same sheet gives the same bytes.
_PROFILE_DATE = bytes((0x07, 0xEA, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))


def as_archive(drawn: bytes) -> bytes:
    import pikepdf

    with pikepdf.open(BytesIO(drawn)) as pdf:
        for page in pdf.pages:
            if "/Trans" in page.obj:
                del page.obj["/Trans"]  # reportlab writes an empty transition, which PDF/A forbids
        if "/Trapped" in pdf.docinfo:
            del pdf.docinfo["/Trapped"]
        profile = pikepdf.Stream(pdf, srgb_profile())
        profile["/N"] = 3
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name("/OutputIntent"),
            S=pikepdf.Name("/GTS_PDFA1"),
            OutputConditionIdentifier=pikepdf.String("sRGB"),
            Info=pikepdf.String("sRGB IEC61966-2.1"),
            DestOutputProfile=pdf.make_indirect(profile),
        )
        pdf.Root["/OutputIntents"] = pikepdf.Array([pdf.make_indirect(intent)])
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata.load_from_docinfo(pdf.docinfo)
            metadata["pdfaid:part"], metadata["pdfaid:conformance"] = "2", "B"
        done = BytesIO()
        pdf.save(done, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return done.getvalue()


@cache
def srgb_profile() -> bytes:
    """The sRGB profile that Little CMS writes."""
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[:24] + _PROFILE_DATE + profile[24 + len(_PROFILE_DATE) :]
