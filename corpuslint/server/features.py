"""What an editor may ask: fixes, findings to be accepted, and what a rule is about."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from functools import partial

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from corpuslint import baseline
from corpuslint.cli import known
from corpuslint.errors import CorpuslintError
from corpuslint.model import Safety
from corpuslint.result import Result
from corpuslint.server import edits, messages
from corpuslint.server.judging import all_fixed, fixed
from corpuslint.server.opened import Opened, Seen
from corpuslint.server.service import Service

FIX_ALL = "source.fixAll.corpuslint"
ACCEPT_COMMAND, FIX_COMMAND = "corpuslint.accept", "corpuslint.fixAll"
REASON = "accepted in an editor"
MOST_FIXES = 20
"""Findings at one place for which fixes are offered."""
REQUEST_FAILED = -32803
ANSWERS = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL])


def service(arguments: Namespace) -> Service:
    """A server with everything that it can do."""
    made = Service(arguments)
    can = Features(made)
    for method, handler, options in (
        (types.INITIALIZE, made.begin, None),
        (types.INITIALIZED, made.ready, None),
        (types.TEXT_DOCUMENT_DID_SAVE, made.look_again, None),
        (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, made.files_changed, None),
        (types.WORKSPACE_DID_CHANGE_CONFIGURATION, made.look_again, None),
        (types.TEXT_DOCUMENT_HOVER, can.hover, None),
        (types.TEXT_DOCUMENT_CODE_ACTION, can.actions, ANSWERS),
    ):
        made.feature(method, options)(partial(handler))  # pygls leaves marks on what it gets
    made.command(ACCEPT_COMMAND)(partial(can.accept))
    made.command(FIX_COMMAND)(partial(can.fix_all))
    return made


class Features:
    """The answers to requests."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def hover(self, params: types.HoverParams) -> types.Hover | None:
        """The pages of the rules that found something at a place."""
        document = self._service.documents.get(params.text_document.uri)
        here = types.Range(params.position, params.position)
        found = _found(document, here) if document else []
        if document is None or not found:
            return None
        codes = dict.fromkeys(result.code for _, result in found)
        pages = [await self._service.work(self._page, document, code) for code in codes]
        text = "\n---\n\n".join(filter(None, pages))
        return types.Hover(types.MarkupContent(self._kind, text), found[0][0]) if text else None

    def _page(self, document: Opened, code: str) -> str:
        return self._service.project(document).page(document.name, code)

    @property
    def _kind(self) -> types.MarkupKind:
        """Markdown where the editor shows it."""
        able = self._service.client_capabilities.text_document
        formats = able.hover.content_format if able and able.hover else None
        return types.MarkupKind.Markdown if types.MarkupKind.Markdown in (formats or ()) else types.MarkupKind.PlainText

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction] | None:
        """Fixes of the findings in a range, and the way to accept them."""
        document = self._service.documents.get(params.text_document.uri)
        seen = await self._seen(document)
        if document is None or seen is None:
            return None
        only = params.context.only or []
        made: list[types.CodeAction] = []
        if _asks(only, types.CodeActionKind.QuickFix):
            found = [result for _, result in _found(document, params.range)]
            made += await self._fixes(document, seen, found[:MOST_FIXES])
            made += [_acceptance(document, result) for result in found if document.path]
        if only and _asks(only, FIX_ALL):
            edit = await self._all_fixed(document, seen)
            made += [types.CodeAction(_TITLE, kind=FIX_ALL, edit=edit)] if edit else []
        elif not only and _is_fixable(document, seen):
            command = types.Command(_TITLE, FIX_COMMAND, arguments=[document.uri])
            made.append(types.CodeAction(_TITLE, kind=FIX_ALL, command=command))
        return made

    async def _seen(self, document: Opened | None) -> Seen | None:
        """A document as it is now, judged."""
        if document is not None and not document.fresh:
            await self._service.judge(document)
        return document.seen if document is not None else None

    async def _fixes(self, document: Opened, seen: Seen, results: Sequence[Result]) -> list[types.CodeAction]:
        made = await self._service.work(fixed, seen.project, document.name, seen.judged.content, results)
        kind = types.CodeActionKind.QuickFix
        return [
            types.CodeAction(messages.title(result), kind, is_preferred=_is_safe(result), edit=edit)
            for result, new in made
            if (edit := self._edit(document, seen, new))
        ]

    async def _all_fixed(self, document: Opened, seen: Seen) -> types.WorkspaceEdit | None:
        new = await self._service.work(all_fixed, seen.project, document.name, seen.judged.content)
        return self._edit(document, seen, new) if new is not None else None

    def _edit(self, document: Opened, seen: Seen, new: str) -> types.WorkspaceEdit | None:
        """The edit of a document as it was seen; None where the new text is the old one."""
        changes = edits.edits(seen.text, new)
        if not changes:
            return None
        able = self._service.client_capabilities.workspace
        if able and able.workspace_edit and able.workspace_edit.document_changes:
            which = types.OptionalVersionedTextDocumentIdentifier(document.uri, seen.version)
            return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(which, changes)])
        return types.WorkspaceEdit(changes={document.uri: changes})

    async def accept(self, *arguments: object) -> None:
        """Accept a finding for good: its document, its fingerprint and, if there is one, the reason."""
        uri, fingerprint, *rest = arguments if len(arguments) in {2, 3} else ("", "")
        document = self._service.documents.get(str(uri))
        result = next((one for _, one in document.shown if one.fingerprint == fingerprint), None) if document else None
        if document is None or result is None or not document.path:
            raise JsonRpcInvalidParams(
                "corpuslint.accept: name an open file, the fingerprint of a finding in it, a reason"
            )
        try:
            await self._service.work(self._accepted, document, result, str(rest[0]) if rest else REASON)
        except (CorpuslintError, OSError) as error:
            raise JsonRpcException(str(error), REQUEST_FAILED) from None
        self._service.look_again()

    def _accepted(self, document: Opened, result: Result, reason: str) -> None:
        project = self._service.project(document)
        placed = known.rooted(result, project.root)
        place = project.command.accepted
        baseline.accept(place, [result.fingerprint], reason, results=[placed], fsync=True)

    async def fix_all(self, *arguments: object) -> None:
        """Apply all safe fixes to a document."""
        document = self._service.documents.get(str(arguments[0])) if len(arguments) == 1 else None
        if document is None:
            raise JsonRpcInvalidParams("corpuslint.fixAll: name an open document")
        seen = await self._seen(document)
        edit = await self._all_fixed(document, seen) if seen else None
        if edit is not None:
            await self._service.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit, _TITLE))


_TITLE = "Apply all safe fixes (corpuslint)"


def _acceptance(document: Opened, result: Result) -> types.CodeAction:
    title = f"Accept {result.code}: it is meant so"
    command = types.Command(title, ACCEPT_COMMAND, arguments=[document.uri, result.fingerprint])
    return types.CodeAction(title, types.CodeActionKind.QuickFix, command=command)


def _is_safe(result: Result) -> bool | None:
    """Whether a fix is the one to prefer; None, not false, where nothing is said."""
    return True if result.fix and result.fix.safety is Safety.SAFE else None


def _is_fixable(document: Opened, seen: Seen) -> bool:
    """Whether safe fixes would change what the editor shows."""
    fixes = (result.fix for _, result in document.shown if result.fix is not None)
    return seen.judged.content.exact and any(fix.safety is Safety.SAFE and fix.changes for fix in fixes)


def _found(document: Opened, extent: types.Range) -> list[tuple[types.Range, Result]]:
    """What was found at a place."""
    return [one for one in document.shown if messages.covers(one[0], extent)]


def _asks(only: Sequence[str], kind: str) -> bool:
    """Whether actions of a kind are wanted: of any kind, of this or of one that it is a part of."""
    return not only or any(kind == one or kind.startswith(f"{one}.") for one in only)
