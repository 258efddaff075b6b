#!/usr/bin/env bash
# The jars that pushcast-core brings to an application, without the JSON library, which an application has anyway: each with its
# bytes, then the sum. Run in the project's folder; a commit before this one can be measured by giving its folder:
#   git worktree add /tmp/before 238c78c^1 && examples/benchmarks/jars.sh /tmp/before
set -euo pipefail
list=$(mktemp)
trap 'rm -f "$list"' EXIT
# Only what is not optional, and so not Micrometer, PostgreSQL's driver and what these bring.
mvn -q -B -ntp ${MAVEN_ARGS:-} -f "${1:-.}/pom.xml" -pl core dependency:build-classpath -DincludeScope=runtime -Dmdep.outputFile="$list" \
  -DexcludeGroupIds=tools.jackson.core,com.fasterxml.jackson.core,io.micrometer,org.hdrhistogram,org.latencyutils,org.postgresql,org.checkerframework >&2
tr ':' '\n' <"$list" | sort -u | xargs stat -L -c '%s %n' | awk '{sub(".*/", "", $2); print; sum += $1} END {print sum, "bytes in", NR, "jars"}'
