"""Two counters and one vault: on a file server, and in an S3 store that really answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.errors import CounterError, Misuse, Trouble
from counter_app.model.dossier import FileHash
from counter_app.store import office_key
from counter_app.store.shared_vault import MARK, Place, open_vault, try_place
from counter_app.store.vault import is_sealed
from tests.key_store import MemoryStore
from tests.pki import free_port
from tests.store.s3_server import ACCESS_KEY, SECRET, running_store

BUCKET = "kho-mot-cua"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with running_store(BUCKET) as address:
        yield address


@pytest.fixture
def share(tmp_path: Path) -> Place:
    folder = tmp_path / "may-chu-tep"
    folder.mkdir()
    place = Place(str(folder))
    try_place(place)
    return place


@pytest.fixture
def bucket(endpoint: str, key_store: MemoryStore, tmp_path: Path) -> Place:
    office_key.keep_secret("quay-mot-cua-kho", ACCESS_KEY, SECRET)
    place = Place(f"s3://{BUCKET}/{tmp_path.name}", endpoint, ACCESS_KEY)
    try_place(place)
    return place


@pytest.fixture(params=["share", "bucket"])
def place(request: pytest.FixtureRequest) -> Place:
    found: Place = request.getfixturevalue(request.param)
    return found


def paper(folder: Path, content: bytes = b"%PDF-1.7 giay to") -> Path:
    path = folder / "giay-to.pdf"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("sealed", [False, True])
def test_what_one_counter_puts_in_the_other_reads(place: Place, tmp_path: Path, sealed: bool) -> None:
    key = office_key.new_key() if sealed else None
    one, two = open_vault(tmp_path / "quay-1", place, key), open_vault(tmp_path / "quay-2", place, key)
    kept = one.put(paper(tmp_path))
    assert two.put(paper(tmp_path)) == kept
    assert two.path(kept).read_bytes() == b"%PDF-1.7 giay to"
    third = open_vault(tmp_path / "quay-3", place, key)
    assert third.path(kept).read_bytes() == b"%PDF-1.7 giay to"
    for vault in (one, two, third):
        vault.close()


def test_what_one_counter_removes_is_gone_for_a_new_one(place: Place, tmp_path: Path) -> None:
    one = open_vault(tmp_path / "quay-1", place, None)
    kept = one.put(paper(tmp_path))
    assert one.remove(kept)
    assert not one.remove(kept)
    with pytest.raises(Trouble) as told:
        open_vault(tmp_path / "quay-2", place, None).path(kept)
    assert told.value.code == "store.file_missing"


def test_what_nobody_put_in_is_said_to_be_missing(place: Place, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as told:
        open_vault(tmp_path / "quay-1", place, None).path(FileHash("0" * 64))
    assert told.value.code == "store.file_missing"


def test_a_share_that_is_not_mounted_takes_nothing(share: Place, tmp_path: Path) -> None:
    vault = open_vault(tmp_path / "quay-1", share, None)
    kept = vault.put(paper(tmp_path))
    (Path(share.address) / MARK).unlink()  # an empty mount point has no mark either
    for act in (lambda: vault.put(paper(tmp_path, b"khac")), lambda: vault.path(kept)):
        with pytest.raises(Trouble) as told:
            act()
        assert told.value.code == "store.vault_away"


def test_what_the_store_holds_sealed_nobody_reads_without_the_key(bucket: Place, tmp_path: Path) -> None:
    one = open_vault(tmp_path / "quay-1", bucket, office_key.new_key())
    kept = one.put(paper(tmp_path))
    assert is_sealed(tmp_path / "quay-1" / "vault" / kept[:2] / kept)
    with pytest.raises(Trouble) as told:
        open_vault(tmp_path / "quay-2", bucket, office_key.new_key()).path(kept)
    assert told.value.code == "store.sealed_damaged"
    one.close()


def test_another_content_under_a_name_is_not_taken_for_the_file(bucket: Place, tmp_path: Path) -> None:
    import boto3

    one = open_vault(tmp_path / "quay-1", bucket, None)
    kept = one.put(paper(tmp_path))
    client = boto3.client(
        "s3",
        endpoint_url=bucket.endpoint,
        region_name="us-east-1",
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET,
    )
    client.put_object(Bucket=BUCKET, Key=f"{tmp_path.name}/{kept[:2]}/{kept}", Body=b"%PDF-1.7 doi mat")
    client.close()
    two = open_vault(tmp_path / "quay-2", bucket, None)
    with pytest.raises(Trouble) as told:
        two.path(kept)
    assert told.value.code == "store.sealed_damaged"
    assert list((tmp_path / "quay-2" / "vault" / "incoming").iterdir()) == []


@pytest.mark.parametrize(
    ("address", "code"),
    [("kho-chung", "store.bad_vault"), ("s3:/thieu", "store.bad_vault"), ("/khong/co", "store.vault_away")],
)
def test_an_address_that_is_none_is_said(address: str, code: str) -> None:
    with pytest.raises(CounterError) as told:
        try_place(Place(address))
    assert told.value.code == code


def test_a_store_that_does_not_answer_or_does_not_know_us_is_said(
    bucket: Place, key_store: MemoryStore, tmp_path: Path
) -> None:
    gone = bucket._replace(endpoint=f"http://127.0.0.1:{free_port()}")
    vault = open_vault(tmp_path / "quay-1", gone, None)
    with pytest.raises(Trouble) as told:
        vault.put(paper(tmp_path))
    assert told.value.code == "store.vault_unreachable"
    with pytest.raises(Trouble) as told:
        try_place(bucket._replace(address="s3://kho-khac"))
    assert told.value.code == "store.vault_refused"
    with pytest.raises(Trouble) as told:
        try_place(bucket._replace(access_key="khong-ai-biet"))
    assert told.value.code == "store.no_secret"


def test_a_relative_folder_is_no_address(tmp_path: Path) -> None:
    with pytest.raises(Misuse):
        open_vault(tmp_path, Place("kho"), None)
