using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>An alternate signal stack of a thread, as sigaltstack(2) describes it (<c>stack_t</c>).</summary>
internal unsafe partial struct LinuxSignalStack
{
    private const string Library = "libc";
    private const int OnStack = 1;
    private const int Disabled = 2;
    private const int ReadWrite = 3;
    private const int PrivateAnonymousStack = 0x20022;

    // Wasmtime uses a stack that is there from 256 KiB: crates/wasmtime/src/runtime/vm/sys/unix/signals.rs. The rest is for a guard page.
    private const nuint Length = (256 + 64) << 10;

    private readonly void* _start;
    private readonly int _flags;
    private readonly nuint _length;

    private LinuxSignalStack(void* start, nuint length)
    {
        _start = start;
        _flags = 0;
        _length = length;
    }

    /// <summary>True if this describes no stack.</summary>
    internal readonly bool IsEmpty => _start is null;

    /// <summary>Installs a new stack for the current thread.</summary>
    /// <param name="previous">The stack before.</param>
    /// <param name="own">The new stack.</param>
    /// <returns>False if the thread had no stack before, or the system refuses a new one. Nothing is changed then.</returns>
    internal static bool TryReplace(out LinuxSignalStack previous, out LinuxSignalStack own)
    {
        (previous, own) = (default, default);
        LinuxSignalStack current;
        if (Exchange(null, &current) != 0 || (current._flags & (OnStack | Disabled)) != 0)
        {
            return false;
        }

        void* start = Map(null, Length, ReadWrite, PrivateAnonymousStack, -1, 0);
        if ((nint)start == -1)
        {
            return false;
        }

        LinuxSignalStack next = new(start, Length);
        if (Protect(start, (nuint)Environment.SystemPageSize, 0) != 0 || Exchange(&next, null) != 0)
        {
            _ = Unmap(start, Length);
            return false;
        }

        (previous, own) = (current, next);
        return true;
    }

    /// <summary>Installs the previous stack of the current thread, and unmaps the other one.</summary>
    internal static void Restore(LinuxSignalStack previous, LinuxSignalStack own)
    {
        if (Exchange(&previous, null) == 0)
        {
            _ = Unmap(own._start, own._length);
        }
    }

    [LibraryImport(Library, EntryPoint = "sigaltstack")]
    private static partial int Exchange(LinuxSignalStack* next, LinuxSignalStack* previous);

    [LibraryImport(Library, EntryPoint = "mmap")]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport(Library, EntryPoint = "mprotect")]
    private static partial int Protect(void* start, nuint length, int protection);

    [LibraryImport(Library, EntryPoint = "munmap")]
    private static partial int Unmap(void* start, nuint length);
}
