using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Benchmarks.Scenarios;

namespace Benchmarks.Implementations;

/// <summary>The same host calls in native C code, the lower bound for every WASI host.</summary>
internal sealed unsafe class NativeImplementation : LocalImplementation
{
    private readonly ScratchDirectory _library;
    private readonly ScratchDirectory _files = new();
    private readonly EchoServer _echo = new();
    private readonly nint _handle;

    private NativeImplementation(ScratchDirectory library, string path)
        : base("native")
    {
        _library = library;
        _handle = NativeLibrary.Load(path);
        fixed (byte* directory = Encoding.UTF8.GetBytes(_files.Path + '\0'))
        {
            Check(((delegate* unmanaged<byte*, int>)NativeLibrary.GetExport(_handle, "prepare"))(directory));
        }

        Check(((delegate* unmanaged<int, int>)NativeLibrary.GetExport(_handle, "row_connect"))(_echo.Port));
    }

    /// <summary>Compiles <c>native.c</c>. Returns null if there is no C compiler.</summary>
    internal static NativeImplementation? Compile()
    {
        ScratchDirectory directory = new();
        string library = Path.Combine(directory.Path, "native.so");
        try
        {
            using Process compiler = Process.Start("cc", ["-O2", "-shared", "-fPIC", "-o", library, Guests.GetPath("native.c")]);
            compiler.WaitForExit();
            if (compiler.ExitCode == 0)
            {
                return new NativeImplementation(directory, library);
            }
        }
        catch (Win32Exception)
        {
            // There is no 'cc' in PATH.
        }

        directory.Dispose();
        return null;
    }

    public override void Dispose()
    {
        NativeLibrary.Free(_handle);
        _echo.Dispose();
        _files.Dispose();
        _library.Dispose();
    }

    protected override Func<int, int>? Find(Scenario scenario)
    {
        if (scenario.Setup is not (Setup.Files or Setup.Socket)
            || !NativeLibrary.TryGetExport(_handle, "row_" + scenario.Call, out nint address))
        {
            return null;
        }

        return count => ((delegate* unmanaged<int, int>)address)(count);
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new IOException("The native code cannot create its files or its connection.");
        }
    }
}
