"""An S3-compatible store: the one place that knows its library. Objects are never written over."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from counter_app.errors import Trouble
from counter_app.store.disk_trouble import of_file_system
from counter_app.store.office_key import SERVICE, kept_secret

_CONNECT_SECONDS, _READ_SECONDS, _TRIES = 5, 30, 3
_MISSING = frozenset({"404", "NoSuchKey", "NotFound"})
_FORBIDDEN = frozenset({"403", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "NoSuchBucket"})


class ObjectStore:
    """`endpoint` empty: the provider's own. Without `access_key` the machine's own credentials are used; with it, its
    secret comes from the system's key store. Connects at the first touch."""

    def __init__(self, bucket: str, prefix: str, endpoint: str, access_key: str) -> None:
        self._bucket, self._prefix, self._endpoint, self._access_key = bucket, prefix, endpoint, access_key
        self._made: Any = None
        self._making = threading.Lock()

    def has(self, name: str) -> bool:
        return self._size(name) is not None

    def put(self, name: str, path: Path) -> None:
        """Sent with its SHA-256, which the store compares; then asked for again. Trouble `store.vault_unreachable`,
        `store.vault_refused`."""
        with self._in_words(), path.open("rb") as file:
            self._client().put_object(Bucket=self._bucket, Key=self._key(name), Body=file, ChecksumAlgorithm="SHA256")
        if self._size(name) != path.stat().st_size:
            raise Trouble("store.vault_unreachable", where=self._where)

    def get(self, name: str, target: Path) -> None:
        """Trouble `store.file_missing` when the store does not hold it."""
        with self._in_words(name):
            self._client().download_file(self._bucket, self._key(name), str(target))

    def remove(self, name: str) -> bool:
        """False: it was not there."""
        if not self.has(name):
            return False
        with self._in_words():
            self._client().delete_object(Bucket=self._bucket, Key=self._key(name))
        return True

    def try_out(self) -> None:
        """Write a small object, read it back, take it away."""
        name, body = "thu-ket-noi.txt", b"quay-mot-cua"
        with self._in_words():
            client = self._client()
            client.put_object(Bucket=self._bucket, Key=self._key(name), Body=body, ChecksumAlgorithm="SHA256")
            read = client.get_object(Bucket=self._bucket, Key=self._key(name))["Body"].read()
            client.delete_object(Bucket=self._bucket, Key=self._key(name))
        if read != body:
            raise Trouble("store.vault_unreachable", where=self._where)

    @property
    def _where(self) -> str:
        return self._bucket

    def _key(self, name: str) -> str:
        return "/".join(part for part in (self._prefix, name[:2], name) if part)

    def _size(self, name: str) -> int | None:
        from botocore.exceptions import ClientError

        with self._in_words():
            try:
                return int(self._client().head_object(Bucket=self._bucket, Key=self._key(name))["ContentLength"])
            except ClientError as error:
                if _code(error) in _MISSING:
                    return None
                raise

    def _client(self) -> Any:
        with self._making:
            if self._made is None:
                self._made = self._connect()
            return self._made

    def _connect(self) -> Any:
        import boto3
        from botocore.config import Config

        secret = kept_secret(f"{SERVICE}-kho", self._access_key) if self._access_key else None
        return boto3.session.Session().client(
            "s3",
            endpoint_url=self._endpoint or None,
            region_name="us-east-1" if self._endpoint else None,
            aws_access_key_id=self._access_key or None,
            aws_secret_access_key=secret,
            config=Config(
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_READ_SECONDS,
                retries={"max_attempts": _TRIES, "mode": "standard"},
                s3={"addressing_style": "path"},
            ),
        )

    @contextmanager
    def _in_words(self, name: str = "") -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            code = _code(error)
            if name and code in _MISSING:
                raise Trouble("store.file_missing", hash=name[:12]) from error
            refused = code in _FORBIDDEN or code in _MISSING
            raise Trouble("store.vault_refused" if refused else "store.vault_unreachable", where=self._where) from error
        except BotoCoreError as error:
            raise Trouble("store.vault_unreachable", where=self._where) from error
        except OSError as error:
            raise of_file_system(error, name[:12] or self._where) from error


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
