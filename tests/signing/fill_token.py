"""Run as a program: fills a fresh SoftHSM token with a key and two certificates of one label.

fill_token.py LIBRARY LABEL PIN CERTIFICATE KEY OTHER [asks-each-time|rsa-under-other-id]

DER files; OTHER has no key on the token. The key is of an elliptic curve and has its certificate's ID, unless it is
an RSA key under an ID of its own.
"""

import sys
from pathlib import Path

import pkcs11
from pkcs11 import Attribute
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate


def main(library: str, label: str, pin: str, certificate: str, key: str, other: str, how: str = "") -> None:
    token = pkcs11.lib(library).get_token(token_label=label)
    with token.open(rw=True, user_pin=pin) as session:
        for identifier, path in ((b"\x07", certificate), (b"\x08", other)):
            parts = decode_x509_certificate(Path(path).read_bytes())
            session.create_object(
                {**parts, Attribute.TOKEN: True, Attribute.LABEL: "Chứng thư", Attribute.ID: identifier}
            )
        other_id = how == "rsa-under-other-id"
        private = (decode_rsa_private_key if other_id else decode_ec_private_key)(Path(key).read_bytes())
        names = {Attribute.TOKEN: True, Attribute.LABEL: "khác nhãn", Attribute.SIGN: True}
        names[Attribute.ID] = b"\x99" if other_id else b"\x07"
        if how == "asks-each-time":
            names[Attribute.ALWAYS_AUTHENTICATE] = True
        session.create_object({**private, **names})


if __name__ == "__main__":
    main(*sys.argv[1:])
