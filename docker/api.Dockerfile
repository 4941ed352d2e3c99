# The HTTP API as a server, for those who run it in a container; the stacks run the same code as a Lambda function.
#   npx nx build api && docker build -f docker/api.Dockerfile -t plot-palette-api .
FROM node:24.21.0-bookworm-slim

ENV NODE_ENV=production
ENV PORT=3000
WORKDIR /app
COPY dist/apps/api/ ./

USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Exec form: the process is PID 1 and closes its connections on SIGTERM.
ENTRYPOINT ["node", "--enable-source-maps", "main.cjs"]
