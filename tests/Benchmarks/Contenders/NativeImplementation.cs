using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Benchmarks.Rows;

namespace Benchmarks.Contenders;

/// <summary>The same calls of the host made from C: what no host can be ahead of.</summary>
internal sealed unsafe class NativeImplementation : LocalContender
{
    private readonly ScratchDirectory _library;
    private readonly ScratchDirectory _files = new();
    private readonly Echo _echo = new();
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

    /// <summary>Compiles the calls. Null where there is no compiler.</summary>
    internal static NativeImplementation? Compile()
    {
        ScratchDirectory directory = new();
        string library = Path.Combine(directory.Path, "native.so");
        try
        {
            using Process compiler = Process.Start("cc", ["-O2", "-shared", "-fPIC", "-o", library, Guests.PathOf("native.c")]);
            compiler.WaitForExit();
            if (compiler.ExitCode == 0)
            {
                return new NativeImplementation(directory, library);
            }
        }
        catch (Win32Exception)
        {
            // There is no such program.
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

    protected override Func<int, int>? Find(Scenario row)
    {
        if (row.Scene is not (Scene.Files or Scene.Socket) || !NativeLibrary.TryGetExport(_handle, "row_" + row.Call, out nint address))
        {
            return null;
        }

        return count => ((delegate* unmanaged<int, int>)address)(count);
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new IOException("The native program cannot make its files or its connection.");
        }
    }
}
