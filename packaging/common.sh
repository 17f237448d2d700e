# Sourced by the scripts beside it: where the project is, and how they speak.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly top
readonly torch_version=2.13.0

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "$*"
    exit 1
}

# The usage text of a script is its leading comment.
usage() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0" | sed '/^$/{N;/^\n$/D}'; }

# Where the pinned LibTorch lives; DISSONANCE_DEPS shares it between checkouts.
pinned_torch() { printf '%s/torch-%s' "${DISSONANCE_DEPS:-$top/.deps}" "$torch_version"; }

# Does the environment name a LibTorch of the user's own?
own_torch() {
    [ -n "${Torch_DIR:-}" ] && [ -f "$Torch_DIR/TorchConfig.cmake" ] && return 0
    local IFS=':;' folder
    for folder in ${CMAKE_PREFIX_PATH:-}; do
        [ -f "$folder/share/cmake/Torch/TorchConfig.cmake" ] && return 0
        [ -f "$folder/Torch/TorchConfig.cmake" ] && return 0
    done
    return 1
}
