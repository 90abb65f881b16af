using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using LiveView.Cloud.Credentials;
using LiveView.Cloud.Pipeline;

namespace LiveView.Cloud.Tables;

/// <summary>
/// One table of a storage account. Names and shapes are those of Azure.Data.Tables, so that its client can take this one's place.
/// A failure is a <see cref="RequestFailedException"/> with one of <see cref="TableErrorCode"/>. After a retry, 409 and 412 may mean that an
/// earlier try had committed: whoever must know keeps an id of the commit in a row and reads it again.
/// </summary>
public sealed class TableClient
{
    private const int EmulatorPort = 10002;
    private const string Scope = "https://storage.azure.com/.default";

    // The first version that takes Entra tokens for tables.
    private const string Version = "2020-12-06";

    // With types and ETags: a row that was read can be written back as it was.
    private const string Accept = "application/json;odata=minimalmetadata";

    private readonly HttpPipeline _pipeline;
    private readonly TableAddress _address;

    public TableClient(string connectionString, string tableName, TableClientOptions? options = null)
        : this(StorageConnection.Parse(connectionString, "Table", EmulatorPort), tableName, options ?? new())
    {
    }

    public TableClient(Uri endpoint, string tableName, StorageSharedKeyCredential credential, TableClientOptions? options = null)
        : this(new StorageConnection(endpoint, credential), tableName, options ?? new())
    {
    }

    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(endpoint, tableName, options ?? new(), new BearerTokenAuthenticationPolicy(tokenCredential, Scope))
    {
    }

    private TableClient(StorageConnection connection, string tableName, TableClientOptions options)
        : this(connection.Endpoint, tableName, options, new SharedKeyLitePolicy(connection.Credential, options.Time))
    {
    }

    private TableClient(Uri endpoint, string tableName, TableClientOptions options, HttpPipelinePolicy authentication)
    {
        TableLimits.CheckTable(tableName);
        Name = tableName;
        _address = new(endpoint, tableName);
        _pipeline = CloudPipeline.Create(options, authentication);
    }

    public string Name { get; }

    /// <summary>Makes a filter in which every value is quoted, whatever is in it: <c>CreateQueryFilter($"PartitionKey eq {topic}")</c>.</summary>
    public static string CreateQueryFilter(FormattableString filter) => TableFilter.Create(filter);

    /// <summary>Makes the table; 409 when it was there.</summary>
    public async Task<Response> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = Message(RequestMethod.Post, _address.Tables);
        message.Request.Headers.Add("Prefer", "return-no-content");
        Json(message, TableJson.WriteName(Name));
        await _pipeline.SendAsync(message, cancellationToken);
        return message.Response switch
        {
            { IsError: false } made => made,
            var refused when CloudErrorParser.Failure(refused) is { ErrorCode: not TableErrorCode.TableAlreadyExists } failure => throw failure,
            var there => there,
        };
    }

    /// <summary>Deletes the table with all its rows; 404 when there was none.</summary>
    public Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        SendAsync(RequestMethod.Delete, _address.Table, default, null, cancellationToken, 404);

    /// <summary>Reads a row, or answers that there is none.</summary>
    public async Task<NullableResponse<TableEntity>> GetEntityIfExistsAsync(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        var address = Entity(partitionKey, rowKey, new TableQuery(null, null, select).ToString());
        var response = await SendAsync(RequestMethod.Get, address, default, null, cancellationToken, 404);
        if (response.Status != 404)
            return Response.FromValue(TableJson.Read(response.Content), response);
        // No such row is an answer; no such table is a fault.
        var failure = CloudErrorParser.Failure(response);
        return failure.ErrorCode == TableErrorCode.ResourceNotFound ? new TableNoValue<TableEntity>(response) : throw failure;
    }

    /// <summary>Adds a row that must not be there yet.</summary>
    public Task<Response> AddEntityAsync(TableEntity entity, CancellationToken cancellationToken = default) =>
        SendAsync(RequestMethod.Post, _address.Entities, default, entity, cancellationToken);

    /// <summary>Writes a row whether it is there or not.</summary>
    public Task<Response> UpsertEntityAsync(TableEntity entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
        SendAsync(Verb(mode), Entity(entity.PartitionKey, entity.RowKey), default, entity, cancellationToken);

    /// <summary>Changes a row that is still at the given version; <see cref="ETag.All"/> changes any.</summary>
    public Task<Response> UpdateEntityAsync(
        TableEntity entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
        SendAsync(Verb(mode), Entity(entity.PartitionKey, entity.RowKey), Required(ifMatch), entity, cancellationToken);

    /// <summary>Deletes a row, by default whatever its version; 404 when there was none.</summary>
    public async Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        var response = await SendAsync(
            RequestMethod.Delete, Entity(partitionKey, rowKey), ifMatch == default ? ETag.All : ifMatch, null, cancellationToken, 404);
        return response.Status == 404 && CloudErrorParser.Failure(response) is { ErrorCode: not TableErrorCode.ResourceNotFound } failure
            ? throw failure
            : response;
    }

    /// <summary>Reads the rows that <see cref="CreateQueryFilter"/> describes, by partition key, then row key, in pages of up to 1,000.</summary>
    public AsyncPageable<TableEntity> QueryAsync(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        var fields = select?.ToArray();
        return new TablePages(async (continuation, pageSize, token) =>
        {
            var query = new TableQuery(filter, pageSize ?? maxPerPage, fields) { Continuation = continuation };
            var response = await SendAsync(RequestMethod.Get, _address.Query(query.ToString()), default, null, token);
            return Page<TableEntity>.FromValues(TableJson.ReadPage(response.Content), TableQuery.ReadContinuation(response), response);
        }, cancellationToken);
    }

    /// <summary>Does up to 100 actions within one partition, all or none.</summary>
    /// <exception cref="TableTransactionFailedException">One was refused, so none was done.</exception>
    public async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        TableTransactionAction[] actions = [.. transactionActions];
        using var message = Message(RequestMethod.Post, _address.Batch);
        var id = message.Request.ClientRequestId;
        message.Request.Headers.Add("Content-Type", $"multipart/mixed; boundary=batch_{id}");
        message.Request.Content = RequestContent.Create(TableTransactionRequest.Write(actions, _address, id));
        var response = await _pipeline.SendAsync(message, default, cancellationToken);
        return Response.FromValue(TableTransactionAnswer.Read(response, actions.Length), response);
    }

    internal static ETag Required(ETag ifMatch) =>
        ifMatch != default ? ifMatch : throw new ArgumentException("An update needs the version it replaces, or ETag.All.", nameof(ifMatch));

    private static RequestMethod Verb(TableUpdateMode mode) => mode switch
    {
        TableUpdateMode.Merge => RequestMethod.Patch,
        TableUpdateMode.Replace => RequestMethod.Put,
    };

    private static void Json(HttpMessage message, ReadOnlyMemory<byte> json)
    {
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Content = RequestContent.Create(json);
    }

    private Uri Entity(string partitionKey, string rowKey, string query = "")
    {
        TableLimits.CheckKey(nameof(partitionKey), partitionKey);
        TableLimits.CheckKey(nameof(rowKey), rowKey);
        return _address.Entity(partitionKey, rowKey, query);
    }

    private async Task<Response> SendAsync(
        RequestMethod method, Uri address, ETag ifMatch, TableEntity? entity, CancellationToken cancellationToken, params int[] expected)
    {
        using var message = Message(method, address);
        if (ifMatch != default)
            message.Request.Headers.Add("If-Match", ifMatch.ToString("H"));
        if (method == RequestMethod.Post)
            message.Request.Headers.Add("Prefer", "return-no-content");
        if (entity is not null)
        {
            TableLimits.Check(entity);
            Json(message, TableJson.Write(entity));
        }
        return await _pipeline.SendAsync(message, expected, cancellationToken);
    }

    private HttpMessage Message(RequestMethod method, Uri address)
    {
        var message = _pipeline.CreateMessage(method, address);
        message.Request.Headers.Add("x-ms-version", Version);
        message.Request.Headers.Add("DataServiceVersion", "3.0");
        message.Request.Headers.Add("Accept", Accept);
        return message;
    }
}
