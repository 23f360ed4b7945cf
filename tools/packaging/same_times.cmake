# Run by cpack between installing and packing: files that were just made get
# $SOURCE_DATE_EPOCH as their time, so that packages have the same bytes whenever
# they are made.
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(
    COMMAND find ${CPACK_TEMPORARY_DIRECTORY} -exec
            touch --no-dereference --date=@$ENV{SOURCE_DATE_EPOCH} {} +
    COMMAND_ERROR_IS_FATAL ANY)
endif()
