# docker build --tag corpuslint .        podman and buildah build it as well
# docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/corpus" --volume corpuslint:/state corpuslint --scope corpus
ARG PYTHON=docker.io/library/python:3.13-slim

FROM ${PYTHON} AS build
COPY . /source
RUN python -m venv /opt/corpuslint
RUN /opt/corpuslint/bin/pip install --no-cache-dir '/source[parquet,warc,zstd]'

FROM ${PYTHON}
# git says what a commit changes; the corpus belongs to whoever mounts it, whom git would not trust otherwise.
RUN command -v git || { apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/*; }
RUN git config --system --add safe.directory /corpus
COPY --from=build /opt/corpuslint /opt/corpuslint
# Whoever runs it has no home here; in /state lies the key that proves to `undo` who made a fix.
RUN mkdir --mode=1777 /state
ENV PATH=/opt/corpuslint/bin:$PATH XDG_CACHE_HOME=/tmp/cache XDG_STATE_HOME=/state
WORKDIR /corpus
USER 1000:1000
ENTRYPOINT ["corpuslint"]
