# The generation worker: one container is one shard of one job.
# Build on Linux x64, whose DuckDB library the bundle then holds, and for the platform of the task definition:
#   npx nx build worker && docker build --platform linux/amd64 -f docker/worker.Dockerfile -t plot-palette-worker .
FROM node:24.21.0-bookworm-slim

ENV NODE_ENV=production
WORKDIR /app
# main.cjs and, beside it, the native modules that cannot be bundled. Owned by root: the worker cannot change itself.
COPY dist/apps/worker/ ./

USER node
# Exec form: the process is PID 1 and gets Fargate's SIGTERM itself, two minutes before it is killed.
ENTRYPOINT ["node", "--enable-source-maps", "main.cjs"]
