"""The line to an S3 server: every request newsreel makes, tried again where that helps, its failures said our way."""

import base64
import hashlib
import random
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from newsreel.errors import MissingExtra, StoreFailed

PART = 16 * 1024 * 1024  # bytes; what is larger goes in parts of this size
TRIES = 4
PATIENCE = 30  # seconds without a byte
NEW = {"IfNoneMatch": "*"}  # only if there is nothing of that name


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a server says of an object."""

    size: int
    checksum: str  # of the whole, base64; empty when the server keeps none


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """An object on its way here."""

    chunks: Iterable[bytes]
    etag: str


class Wire:
    """A line to one bucket; may be used by many threads."""

    def __init__(self, client: Any, bucket: str, prefix: str, tries: int) -> None:
        self.bucket, self.prefix = bucket, f"{prefix}/" if prefix else ""
        self._client, self._tries = client, tries
        self._conditional: bool | None = None

    @classmethod
    def to(
        cls, bucket: str, prefix: str, *, endpoint: str, region: str, tries: int = TRIES, patience: float = PATIENCE
    ) -> "Wire":
        """A line to a bucket; the keys come from where Amazon's own tools look for them."""
        try:
            import boto3
            from botocore.config import Config
        except ImportError:
            raise MissingExtra("A store on S3 needs a part that is not here: pip install 'newsreel[s3]'.") from None
        config = Config(
            retries={"mode": "standard", "total_max_attempts": tries},
            connect_timeout=min(5, patience),
            read_timeout=patience,
            max_pool_connections=32,
            # We hash everything ourselves; what Amazon adds by itself, other servers do not all understand.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path" if endpoint else "auto"},
        )
        with _said(bucket):
            client = boto3.session.Session().client(
                "s3", endpoint_url=endpoint or None, region_name=region or None, config=config
            )
        return cls(client, bucket, prefix, tries)

    @property
    def conditional(self) -> bool:
        """Whether the server keeps its word on "only if there is nothing of that name"; asked once."""
        if self._conditional is None:
            name = f"probe/{secrets.token_hex(8)}"
            first = self._try("put_object", Key=self._key(name), Body=b"", **NEW)
            again = self._try("put_object", Key=self._key(name), Body=b"", **NEW)
            self.delete(name)
            self._conditional = first == 200 and again == 412
        return self._conditional

    def make(self) -> bool:
        """Make the bucket; False when it was there."""
        if self._try("head_bucket") == 200:
            return False
        region = self._client.meta.region_name
        where = {} if region in (None, "us-east-1") else {"LocationConstraint": region}
        with _said(self.bucket):
            self._client.create_bucket(Bucket=self.bucket, **({"CreateBucketConfiguration": where} if where else {}))
        return True

    def facts(self, name: str) -> Facts | None:
        """What the server says of an object; None when there is none."""
        answer = self._ask("head_object", Key=self._key(name), ChecksumMode="ENABLED")
        if answer is None:
            return None
        checksum = answer.get("ChecksumSHA256", "")
        # the checksum of what came in parts is one of checksums, and says nothing to us
        whole = checksum if "-" not in checksum and answer.get("ChecksumType") != "COMPOSITE" else ""
        return Facts(size=answer["ContentLength"], checksum=whole)

    def flow(self, name: str) -> Flow | None:
        """An object, bit by bit; None when there is none."""
        answer = self._ask("get_object", Key=self._key(name))
        if answer is None:
            return None
        return Flow(chunks=self._chunks(answer["Body"]), etag=answer["ETag"])

    def read(self, name: str) -> bytes | None:
        """A small object."""
        for tried in range(1, self._tries + 1):
            flow = self.flow(name)
            if flow is None:
                return None
            try:
                return b"".join(flow.chunks)
            except StoreFailed:  # it broke off on the way
                if tried == self._tries:
                    raise
            rest(tried)
        raise AssertionError

    def put(self, name: str, data: bytes) -> None:
        """Put an object in place of whatever has its name."""
        self._ask("put_object", Key=self._key(name), Body=data, ChecksumSHA256=_sum(data))

    def put_new(self, name: str, data: bytes) -> bool:
        """Put an object; False when there is one of that name, which stays as it is."""
        if not self.conditional:
            if self.facts(name) is not None:
                return False
            self.put(name, data)
            return True
        return self._won(
            lambda: self._try("put_object", Key=self._key(name), Body=data, ChecksumSHA256=_sum(data), **NEW)
        )

    def put_new_file(self, name: str, path: Path) -> bool:
        """Put a large file, in parts; False when there is an object of that name."""
        if self.facts(name) is not None:
            return False
        new = NEW if self.conditional else {}
        return self._won(lambda: self._in_parts(self._key(name), path, new))

    def copy(self, name: str, to: str, *, etag: str = "") -> bool:
        """Copy an object within the bucket; False when it is not there, or no longer the one with that tag."""
        source = {"Bucket": self.bucket, "Key": self._key(name)}
        only = {"CopySourceIfMatch": etag} if etag else {}
        done = self._try("copy_object", Key=self._key(to), CopySource=source, MetadataDirective="COPY", **only)
        return done == 200

    def delete(self, name: str) -> None:
        """Delete an object, if it is there."""
        self._ask("delete_object", Key=self._key(name))

    def listing(self, place: str) -> Iterator[tuple[str, int, int]]:
        """Name, size and age in milliseconds of every object in a place; the age by the server's own clock."""
        more: dict[str, str] = {}
        while True:
            page = self._ask("list_objects_v2", Prefix=self._key(f"{place}/"), **more)
            assert page is not None
            said = page["ResponseMetadata"]["HTTPHeaders"].get("date")
            now = parsedate_to_datetime(said) if said else datetime.now(UTC)
            for one in page.get("Contents", ()):
                age = round((now - one["LastModified"]).total_seconds() * 1000)
                yield one["Key"].rpartition("/")[2], one["Size"], max(0, age)
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def _won(self, doing: Callable[[], int]) -> bool:
        """Whether a conditional write was ours. 409 says that another is under way: who won is told the next time."""
        for tried in range(1, self._tries + 4):
            status = doing()
            if status != 409:
                return status == 200
            rest(tried)
        raise StoreFailed(f"Others keep writing to the bucket {self.bucket} at the same time; it is tried again.")

    def _in_parts(self, key: str, path: Path, new: dict[str, str]) -> int:
        begun = self._ask("create_multipart_upload", Key=key, ChecksumAlgorithm="SHA256")
        assert begun is not None
        whole = {"Key": key, "UploadId": begun["UploadId"]}
        try:
            parts: list[dict[str, Any]] = []
            with path.open("rb") as source:
                while data := source.read(PART):
                    number, checksum = len(parts) + 1, _sum(data)
                    sent = self._ask("upload_part", PartNumber=number, Body=data, ChecksumSHA256=checksum, **whole)
                    if sent is None:
                        return 409  # somebody broke the upload off: begin anew
                    parts.append({"PartNumber": number, "ETag": sent["ETag"], "ChecksumSHA256": checksum})
            status = self._try("complete_multipart_upload", MultipartUpload={"Parts": parts}, **whole, **new)
        except BaseException:
            self._break_off(whole)
            raise
        if status == 404:  # completed before, and only the answer was lost; or broken off by somebody
            return 412 if self._ask("head_object", Key=key) else 409
        if status != 200:
            self._break_off(whole)
        return status

    def _break_off(self, whole: dict[str, Any]) -> None:
        try:
            self._ask("abort_multipart_upload", **whole)
        except StoreFailed:
            pass  # the bucket's own rule for forgotten uploads clears it away

    def _chunks(self, body: Any) -> Iterator[bytes]:
        with _said(self.bucket):
            try:
                yield from body.iter_chunks(1 << 20)
            finally:
                body.close()

    def _key(self, name: str) -> str:
        return self.prefix + name

    def _ask(self, what: str, **asked: Any) -> Any | None:
        """One request; None for what is not there."""
        with _said(self.bucket, missing=False):
            return getattr(self._client, what)(Bucket=self.bucket, **asked)
        return None

    def _try(self, what: str, **asked: Any) -> int:
        """One request of which we want to know how it went: 200, 404, 409, 412 or 501."""
        from botocore.exceptions import ClientError

        with _said(self.bucket):
            try:
                getattr(self._client, what)(Bucket=self.bucket, **asked)
            except ClientError as error:
                status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
                if status not in (404, 409, 412, 501) or _code(error) == "NoSuchBucket":
                    raise
                return status
        return 200


@contextmanager
def _said(bucket: str, *, missing: bool = True) -> Iterator[None]:
    """Say in a sentence what went wrong; with `missing` False, what is not there is no error."""
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

    try:
        yield
    except NoCredentialsError:
        raise StoreFailed(
            f"There are no keys for the bucket {bucket}; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        ) from None
    except ClientError as error:
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        code = _code(error)
        if code == "NoSuchBucket" or (status == 404 and missing):
            raise StoreFailed(f"There is no bucket {bucket}; make it with: newsreel store make.") from None
        if status == 404:
            return
        if status in (401, 403):
            raise StoreFailed(
                f"The bucket {bucket} refuses these keys ({code}); check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY "
                "and what they may do."
            ) from None
        raise StoreFailed(f"The server of the bucket {bucket} failed ({code}); it is tried again.") from None
    except (BotoCoreError, OSError, ValueError) as error:
        raise StoreFailed(
            f"The server of the bucket {bucket} cannot be reached ({type(error).__name__}); "
            "it is tried again, and NEWSREEL_S3_ENDPOINT says where."
        ) from None


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", "unknown"))


def _sum(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def rest(tried: int) -> None:
    """Wait before another try; longer after each, and not all at the same moment."""
    time.sleep(min(0.1 * 2**tried, 5) * random.uniform(0.5, 1))
