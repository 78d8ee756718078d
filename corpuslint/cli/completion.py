"""`corpuslint completion`: a script that completes commands, options and rule names in a shell."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from corpuslint import catalog
from corpuslint.cli import VERBS, options

_BASH = """\
_corpuslint() {{
    local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}"
    case "$before" in
        --select|--ignore|--extend-select|--fixable|--unfixable|rule)
            COMPREPLY=($(compgen -W "{rules}" -- "$word")); return ;;
        --output-format) COMPREPLY=($(compgen -W "{formats}" -- "$word")); return ;;
    esac
    if [[ "$word" == -* ]]; then COMPREPLY=($(compgen -W "{flags}" -- "$word")); return; fi
    COMPREPLY=($(compgen -f -- "$word"))
    [[ $COMP_CWORD -eq 1 ]] && COMPREPLY+=($(compgen -W "{verbs}" -- "$word"))
}}
complete -o filenames -F _corpuslint corpuslint
"""
_ZSH = "#compdef corpuslint\nautoload -U +X bashcompinit && bashcompinit\n" + _BASH
_FISH = """\
complete -c corpuslint -n __fish_use_subcommand -a "{verbs}"
complete -c corpuslint -l select -l ignore -l extend-select -l fixable -l unfixable -x -a "{rules}"
complete -c corpuslint -l output-format -x -a "{formats}"
{fish_flags}
"""
_USE = """\
bash  in ~/.bashrc: source <(corpuslint completion bash)
zsh   in ~/.zshrc, below compinit: source <(corpuslint completion zsh)
fish  corpuslint completion fish > ~/.config/fish/completions/corpuslint.fish"""


def main(argv: Sequence[str]) -> int:
    """Print the completion script of a shell."""
    parser = argparse.ArgumentParser(
        prog="corpuslint completion",
        description="Print a completion script.",
        epilog=_USE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("shell", choices=("bash", "zsh", "fish"))
    shell = parser.parse_args(argv).shell
    print({"bash": _BASH, "zsh": _ZSH, "fish": _FISH}[shell].format(**_words()), end="")
    return 0


def _words() -> dict[str, str]:
    from corpuslint.report import FORMATS

    entries = catalog.entries(catalog.shipped())
    flags = [flag for action in options.parser(start=False)._actions for flag in action.option_strings]  # noqa: SLF001
    families = {entry.meta.family for entry in entries}
    long = [flag[2:] for flag in flags if flag.startswith("--")]
    return {
        "verbs": " ".join(VERBS),
        "flags": " ".join(sorted(flags)),
        "formats": " ".join(FORMATS),
        "rules": " ".join(sorted({*families, *(e.meta.code for e in entries), *(e.meta.name for e in entries)})),
        "fish_flags": "\n".join(f"complete -c corpuslint -l {name}" for name in sorted(long)),
    }
