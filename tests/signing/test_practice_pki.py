"""The practice office's keys: plainly for practice, complete, and answering at the addresses they name."""

import subprocess
import sys
import urllib.request
from datetime import date
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from cryptography.x509.oid import NameOID

from counter_app.errors import Trouble
from counter_app.signing.local_services import LocalServices
from counter_app.signing.practice_architecture import PRACTICE_CA, PRACTICE_MARK
from counter_app.signing.practice_pki import PracticeKeys, load_practice_keys, make_practice_pki
from tests.pki import OFFICE, PEOPLE, free_port


def certificate_of(keys: PracticeKeys, login: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(keys.key(login).certificate.read_bytes())


def test_every_person_and_the_seal_have_a_key_that_says_it_is_for_practice(pki: PracticeKeys) -> None:
    for person in PEOPLE:
        certificate = certificate_of(pki, person.login)
        name = {part.oid: part.value for part in certificate.subject}
        assert name[NameOID.COMMON_NAME] == person.name
        assert name[NameOID.ORGANIZATION_NAME] == OFFICE
        assert name[NameOID.ORGANIZATIONAL_UNIT_NAME] == PRACTICE_MARK
        assert PRACTICE_CA in certificate.issuer.rfc4514_string()
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        assert usage.digital_signature and usage.content_commitment
        assert certificate.public_key().key_size == 2048  # type: ignore[union-attr]
    assert certificate_of(pki, "seal").subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == OFFICE


def test_a_key_file_opens_with_the_shown_password_and_carries_its_issuer(pki: PracticeKeys) -> None:
    key, certificate, others = pkcs12.load_key_and_certificates(pki.key("ha").p12.read_bytes(), pki.password.encode())
    assert key is not None and certificate is not None
    assert key.public_key() == certificate.public_key()
    intermediate = x509.load_pem_x509_certificate(pki.intermediate.read_bytes())
    assert others == [intermediate]
    certificate.verify_directly_issued_by(intermediate)
    intermediate.verify_directly_issued_by(x509.load_pem_x509_certificate(pki.root.read_bytes()))


def test_the_negative_certificates_are_what_they_say(pki: PracticeKeys) -> None:
    assert certificate_of(pki, "expired").not_valid_after_utc.date() < date.today()
    usage = certificate_of(pki, "login_only").extensions.get_extension_for_class(x509.KeyUsage).value
    assert not usage.content_commitment
    crl = x509.load_der_x509_crl((pki.crl_folder / "intermediate.crl").read_bytes())
    assert crl.get_revoked_certificate_by_serial_number(certificate_of(pki, "revoked").serial_number) is not None
    assert crl.get_revoked_certificate_by_serial_number(certificate_of(pki, "ha").serial_number) is None
    assert pki.stranger is not None
    stranger = x509.load_pem_x509_certificate(pki.stranger.certificate.read_bytes())
    assert PRACTICE_CA not in stranger.issuer.rfc4514_string()


def test_the_same_keys_are_found_again_later(pki: PracticeKeys) -> None:
    assert load_practice_keys(pki.folder) == pki


def test_a_long_office_name_still_gives_certificates(tmp_path: Path) -> None:
    made = make_practice_pki(tmp_path, PEOPLE[:1], "Trung tâm " * 20, today=date(2026, 11, 20))
    organisation = certificate_of(made, "seal").subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value
    assert organisation == " ".join(["Trung tâm"] * 5) + " Trung"
    assert made.softhsm_conf is None and made.stranger is None
    assert [key.login for key in made.keys] == ["ha", "seal"]


@pytest.mark.softhsm
def test_each_person_has_a_token_with_the_same_key_under_the_same_id(softhsm: PracticeKeys) -> None:
    program = """
import sys, pkcs11
from pkcs11 import Attribute, ObjectClass, Mechanism
library, label, identifier, out = sys.argv[1:5]
token = pkcs11.lib(library).get_token(token_label=label)
with token.open(user_pin=sys.stdin.read()) as session:
    key, = session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: bytes.fromhex(identifier)})
    leaf, = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.ID: bytes.fromhex(identifier)})
    everything = list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
    open(out, "wb").write(key.sign(b"practice", mechanism=Mechanism.SHA256_RSA_PKCS))
    print(len(everything), leaf[Attribute.VALUE].hex())
"""
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.hashes import SHA256

    key = softhsm.key("cuong")
    signature = softhsm.folder / "probe.sig"
    done = subprocess.run(
        [sys.executable, "-c", program, str(softhsm.softhsm_library), key.token_label, key.cert_id, str(signature)],
        input=softhsm.pin,
        capture_output=True,
        text=True,
        check=True,
    )
    count, value = done.stdout.split()
    certificate = x509.load_der_x509_certificate(bytes.fromhex(value))
    assert count == "2"  # the person's and the issuing authority's
    assert certificate == x509.load_pem_x509_certificate(key.certificate.read_bytes())
    certificate.public_key().verify(  # type: ignore[union-attr,call-arg]
        signature.read_bytes(),
        b"practice",
        padding.PKCS1v15(),  # type: ignore[arg-type]
        SHA256(),  # type: ignore[arg-type]
    )
    private = load_pem_private_key((softhsm.folder / "pki" / "keys" / "cuong.pem").read_bytes(), None)
    assert private.public_key() == certificate.public_key()


@pytest.mark.softhsm
def test_a_library_that_is_no_token_library_is_trouble_in_words(tmp_path: Path) -> None:
    library = tmp_path / "khong-phai-token.so"
    library.write_bytes(b"")
    with pytest.raises(Trouble) as caught:
        make_practice_pki(tmp_path, PEOPLE[:1], OFFICE, today=date(2026, 11, 20), softhsm_library=library)
    assert "khong-phai-token.so" in str(caught.value)


def test_the_services_answer_at_the_addresses_in_the_certificates(pki: PracticeKeys, services: LocalServices) -> None:
    points = certificate_of(pki, "ha").extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    address = points[0].full_name[0].value  # type: ignore[index]
    assert address.startswith(services.base_url)
    with urllib.request.urlopen(address, timeout=60) as answer:
        crl = x509.load_der_x509_crl(answer.read())
    assert crl.is_signature_valid(
        x509.load_pem_x509_certificate(pki.intermediate.read_bytes()).public_key()  # type: ignore[arg-type]
    )
    assert services.tsa_url == pki.tsa_url


def test_the_services_stamp_a_digest(services: LocalServices) -> None:
    import asyncio
    from hashlib import sha256

    from pyhanko.sign.timestamps import HTTPTimeStamper

    digest = sha256(b"practice").digest()
    token = asyncio.run(HTTPTimeStamper(services.tsa_url).async_timestamp(digest, "sha256"))
    stamped = token["content"]["encap_content_info"]["content"].parsed
    assert stamped["message_imprint"]["hashed_message"].native == digest


def test_the_services_close_and_free_their_port(pki: PracticeKeys) -> None:
    running = LocalServices(pki.folder, port=0)
    with running:
        address = running.tsa_url
    running.stop()
    with pytest.raises(OSError):
        urllib.request.urlopen(address, timeout=2)


def test_a_taken_port_is_trouble_in_words(pki: PracticeKeys) -> None:
    port = free_port()
    with LocalServices(pki.folder, port=port), pytest.raises(Trouble) as caught:
        LocalServices(pki.folder, port=port).start()
    assert str(port) in str(caught.value)
