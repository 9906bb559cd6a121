"""The whole exception tree.

    CounterError                a sentence an officer can act on; `code` and `values` choose the words
     ├─ Refused                 a rule of the office says no; shown beside the field              exit code 1
     ├─ Misuse                  the call itself is wrong (option, file name, unknown setting)      exit code 2
     └─ Trouble                 disk, token, network, database; says what to do, offers a retry   exit code 4
         └─ OutsideCalendar     a moment the working calendar does not cover: never a guess

Anything else that is raised is a bug: crash window and log, never hidden.
"""

from counter_app.messages import sentence


class CounterError(Exception):
    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    @property
    def what(self) -> str:
        return sentence(self.code, **self.values).what

    @property
    def advice(self) -> str:
        return sentence(self.code, **self.values).advice

    def __str__(self) -> str:
        return str(sentence(self.code, **self.values))

    def __reduce__(self) -> tuple[object, ...]:  # values survive the pipe of a worker process
        return _rebuild, (type(self), self.code, self.values)


def _rebuild(kind: type[CounterError], code: str, values: dict[str, object]) -> CounterError:
    return kind(code, **values)


class Refused(CounterError):
    pass


class Misuse(CounterError):
    pass


class Trouble(CounterError):
    pass


class OutsideCalendar(Trouble):
    pass
