using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>The command line and the environment: <c>args_*</c>, <c>environ_*</c>.</content>
internal partial class Preview1
{
    public partial Errno ArgsGet(GuestMemory memory, GuestRef<GuestPointer<byte>> argv, GuestRef<byte> argvBuf)
    {
        DebugLog?.ArgsGet(Process.Arguments.Offsets.Length);
        Write(Process.Arguments, argv, argvBuf);
        return Errno.Success;
    }

    public partial Result<(ulong, ulong), Errno> ArgsSizesGet()
    {
        NulTerminatedStrings arguments = Process.Arguments;
        DebugLog?.ArgsSizesGet(arguments.Offsets.Length, arguments.Bytes.Length);
        return ((ulong)arguments.Offsets.Length, (ulong)arguments.Bytes.Length);
    }

    public partial Errno EnvironGet(GuestMemory memory, GuestRef<GuestPointer<byte>> environ, GuestRef<byte> environBuf)
    {
        DebugLog?.EnvironGet();
        Write(Process.Environment, environ, environBuf);
        return Errno.Success;
    }

    public partial Result<(ulong, ulong), Errno> EnvironSizesGet()
    {
        NulTerminatedStrings environment = Process.Environment;
        TraceLog?.EnvironSizesGet(environment.Offsets.Length, environment.Bytes.Length);
        return ((ulong)environment.Offsets.Length, (ulong)environment.Bytes.Length);
    }

    private static void Write(NulTerminatedStrings strings, GuestRef<GuestPointer<byte>> addresses, GuestRef<byte> bytes)
    {
        // Both buffers are checked before the first byte is written.
        GuestList<GuestPointer<byte>> list = addresses.AsList((ulong)strings.Offsets.Length);
        strings.Bytes.CopyTo(bytes.AsList((ulong)strings.Bytes.Length).Span);
        for (int i = 0; i < strings.Offsets.Length; i++)
        {
            list[i] = new GuestPointer<byte>(bytes.Address + (uint)strings.Offsets[i]);
        }
    }
}
