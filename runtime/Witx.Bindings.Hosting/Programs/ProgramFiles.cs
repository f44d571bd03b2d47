using System;
using System.IO;
using Microsoft.Extensions.Hosting;

namespace Witx.Bindings.Hosting.Programs;

/// <summary>Resolves the paths of programs against the content root of the service.</summary>
/// <param name="environment">The environment of the service, or null without a host builder.</param>
internal sealed class ProgramFiles(IHostEnvironment? environment = null)
{
    /// <summary>Returns the absolute path.</summary>
    internal string GetFullPath(string path) => Path.GetFullPath(path, environment?.ContentRootPath ?? AppContext.BaseDirectory);
}
