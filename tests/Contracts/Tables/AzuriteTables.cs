using LiveView.Contracts.Tests.Azurite;

namespace LiveView.Contracts.Tests.Tables;

public sealed class AzuriteTables(RunningAzurite azurite) : TableContract(azurite.ConnectionString);
