using LiveView.Cloud.Pipeline;

namespace LiveView.Cloud.Tables;

/// <summary>Options of a <see cref="TableClient"/>.</summary>
public sealed class TableClientOptions : CloudOptions;
