using System;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting.Programs;

/// <summary>A program that code has added to the services: its name, and its file or its bytes.</summary>
/// <param name="Name">The key of the program.</param>
/// <param name="Path">The path of its file; null if it is in memory.</param>
/// <param name="Bytes">Its bytes, if it is in memory.</param>
internal sealed record ProgramRegistration(string Name, string? Path, ReadOnlyMemory<byte> Bytes);

/// <summary>A callback that completes the options of each run of a program, or of all programs.</summary>
/// <param name="Program">The name of the program; null for all.</param>
/// <param name="Configure">The callback. It receives the services of the scope of the run.</param>
internal sealed record RunConfiguration(string? Program, Action<IServiceProvider, WasiOptions> Configure);
