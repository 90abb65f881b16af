# The connector, for Container Apps. The handler is no image: it goes to Functions as a package (infra/Package).
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.*.props .editorconfig .globalconfig ./
COPY functions functions
COPY infra infra
RUN dotnet publish infra/Connector --configuration Release --runtime linux-x64 --self-contained --output /app -p:Fast=true -p:DebugType=none

# No shell, no package manager, and a user who is not root.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
USER $APP_UID
EXPOSE 8090
ENTRYPOINT ["./LiveView.Connector"]
