using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using Microsoft.Extensions.Options;
using Witx.Bindings.Hosting.Programs;

namespace Witx.Bindings.Hosting.Running;

/// <summary>Validates the options when the service starts. Each failure names the option, its value and the allowed values.</summary>
/// <param name="files">Resolves the paths of programs.</param>
/// <param name="registrations">The programs that code has added.</param>
internal sealed class WasiHostingOptionsValidator(ProgramFiles files, IEnumerable<ProgramRegistration> registrations)
    : IValidateOptions<WasiHostingOptions>
{
    // The longest delay of a timer, which is the maximum of a timeout.
    private static readonly TimeSpan s_maxTimeout = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    public ValidateOptionsResult Validate(string? name, WasiHostingOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (options.Timeout != Timeout.InfiniteTimeSpan && (options.Timeout <= TimeSpan.Zero || options.Timeout > s_maxTimeout))
        {
            result.AddError(
                $"'{options.Timeout}' is not a duration above zero and below 49 days. Use '-00:00:00.0010000' for no timeout.",
                nameof(options.Timeout));
        }

        CheckPositive(result, options.MaxMemory, nameof(options.MaxMemory));
        CheckPositive(result, options.MaxOutput, nameof(options.MaxOutput));
        CheckPositive(result, options.MaxConcurrentGuests, nameof(options.MaxConcurrentGuests));
        CheckPositive(result, options.MaxQueuedGuests, nameof(options.MaxQueuedGuests));
        CheckPositive(result, options.MaxInstances, nameof(options.MaxInstances));
        if (options.MaxPooledInstances < 0)
        {
            result.AddError($"'{options.MaxPooledInstances}' is negative. Use 0 for no pool.", nameof(options.MaxPooledInstances));
        }

        CheckPrograms(result, options);
        return result.Build();
    }

    private static void CheckPositive(ValidateOptionsResultBuilder result, long? value, string option)
    {
        if (value <= 0)
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"'{value}' is not a number above zero."), option);
        }
    }

    private void CheckPrograms(ValidateOptionsResultBuilder result, WasiHostingOptions options)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ProgramRegistration program in registrations)
        {
            if (!names.Add(program.Name))
            {
                result.AddError($"The program '{program.Name}' is added twice. Give each program its own name.", nameof(options.Programs));
            }

            CheckFile(result, program.Name, program.Path);
        }

        foreach ((string program, string path) in options.Programs)
        {
            if (!names.Add(program))
            {
                result.AddError(
                    $"The program '{program}' is in the configuration and is added by code. Remove one of them.", nameof(options.Programs));
            }

            CheckFile(result, program, path);
        }
    }

    private void CheckFile(ValidateOptionsResultBuilder result, string program, string? path)
    {
        if (path is not null && !File.Exists(files.GetFullPath(path)))
        {
            result.AddError(
                $"The file '{files.GetFullPath(path)}' of the program '{program}' does not exist.", nameof(WasiHostingOptions.Programs));
        }
    }
}
