-- wrk loads for a second at least. To see that it runs, five questions are enough: thirty to three hundred take a processor.
function delay()
  return 200
end
