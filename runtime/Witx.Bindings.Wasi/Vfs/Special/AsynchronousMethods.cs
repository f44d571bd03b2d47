using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// Tells whether the type of an embedder's stream implements asynchronous methods. The inherited ones call the synchronous methods on the
/// thread pool, so a stream without its own is better called synchronously. A stream with its own may refuse synchronous calls.
/// </summary>
internal static class AsynchronousMethods
{
    private static readonly HashSet<string> s_synchronousTypes =
    [
        typeof(Stream).FullName!,
        typeof(MemoryStream).FullName!,
        typeof(TextReader).FullName!,
        typeof(StringReader).FullName!,
        typeof(TextWriter).FullName!,
        typeof(StringWriter).FullName!,
    ];

    // By type, because looking up the declaring type of a method takes microseconds.
    private static readonly ConditionalWeakTable<Type, StrongBox<bool>> s_reading = [];
    private static readonly ConditionalWeakTable<Type, StrongBox<bool>> s_writing = [];

    /// <summary>True if the stream implements asynchronous reads.</summary>
    internal static bool HasReads(Stream stream) => Find(s_reading, stream, static stream =>
        IsImplemented<Func<Memory<byte>, CancellationToken, ValueTask<int>>>(stream.ReadAsync)
        || IsImplemented<Func<byte[], int, int, CancellationToken, Task<int>>>(stream.ReadAsync)
        || IsImplemented<Func<byte[], int, int, AsyncCallback?, object?, IAsyncResult>>(stream.BeginRead));

    /// <summary>True if the stream implements asynchronous writes.</summary>
    internal static bool HasWrites(Stream stream) => Find(s_writing, stream, static stream =>
        IsImplemented<Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask>>(stream.WriteAsync)
        || IsImplemented<Func<byte[], int, int, CancellationToken, Task>>(stream.WriteAsync)
        || IsImplemented<Func<byte[], int, int, AsyncCallback?, object?, IAsyncResult>>(stream.BeginWrite));

    /// <summary>True if the reader implements asynchronous reads.</summary>
    internal static bool HasReads(TextReader reader) => Find(s_reading, reader, static reader =>
        IsImplemented<Func<Memory<char>, CancellationToken, ValueTask<int>>>(reader.ReadAsync)
        || IsImplemented<Func<char[], int, int, Task<int>>>(reader.ReadAsync));

    /// <summary>True if the writer implements asynchronous writes.</summary>
    internal static bool HasWrites(TextWriter writer) => Find(s_writing, writer, static writer =>
        IsImplemented<Func<ReadOnlyMemory<char>, CancellationToken, Task>>(writer.WriteAsync)
        || IsImplemented<Func<char[], int, int, Task>>(writer.WriteAsync));

    private static bool Find<T>(ConditionalWeakTable<Type, StrongBox<bool>> answers, T stream, Func<T, bool> find)
        where T : class
    {
        Type type = stream.GetType();
        if (!answers.TryGetValue(type, out StrongBox<bool>? answer))
        {
            answer = new StrongBox<bool>(find(stream));
            answers.AddOrUpdate(type, answer);
        }

        return answer.Value;
    }

    /// <summary>
    /// True if the method is overridden. Without stack trace metadata (NativeAOT) the type is unknown; then it is assumed.
    /// </summary>
    private static bool IsImplemented<TDelegate>(TDelegate method)
        where TDelegate : Delegate =>
        DiagnosticMethodInfo.Create(method) is not { } info || !s_synchronousTypes.Contains(info.DeclaringTypeName ?? "");
}
